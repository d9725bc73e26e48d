"""Optimistic locking of Wagtail's admin forms: the later save sees what the earlier one changed.

Wagtail warns of that where there are revisions (pages). All other forms (redirects, sites,
collections, roles, workflows and their tasks, accounts, languages, snippets) are edited by views
with one base, whose form and whose check are replaced here.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from wagtail.admin.forms.workflows import WorkflowContentTypeForm, WorkflowPagesFormSet
from wagtail.admin.views import generic, workflows
from wagtail.models import RevisionMixin
from wagtail.users.views import groups

from core import optimistic_locking
from core.optimistic_locking import Part, SeenVersionMixin

_stock_form = generic.EditView.get_form
_stock_check = generic.EditView.is_valid
_stock_check_of_groups = groups.EditView.is_valid
_stock_check_of_workflows = workflows.Edit.is_valid


def get_form(view: Any, form_class: Any = None) -> Any:
    form = _stock_form(view, form_class)
    if not isinstance(form, SeenVersionMixin) and not isinstance(form.instance, RevisionMixin):
        optimistic_locking.watch(form, partial(parts_beside, view))
    return form


def is_valid(view: Any, form: Any) -> bool:
    valid = _stock_check(view, form)
    if isinstance(form, SeenVersionMixin) or optimistic_locking.settle(form):
        return bool(valid)
    return refuse(view)


def refuse(view: Any) -> bool:
    view.produced_error_code = "validation_error"
    view.produced_error_message = view.get_error_message()
    return False


def parts_beside(view: Any) -> Mapping[str, Part]:
    """What is saved with the form of a role or a workflow, as it stands in the database."""
    if isinstance(view, groups.EditView):
        panels = [panel(instance=view.object) for panel in groups.get_permission_panel_classes()]
        return {panel.prefix: panel for panel in panels}
    if isinstance(view, workflows.Edit) and view.object.active:
        return {
            "pages": WorkflowPagesFormSet(instance=view.object, prefix="pages"),
            "content types": WorkflowContentTypeForm(workflow=view.object),
        }
    return {}


def is_valid_group(view: groups.EditView, form: Any) -> bool:
    if not _stock_check_of_groups(view, form):
        return False
    parts = {panel.prefix: panel for panel in view.permission_panel_forms}
    is_settled = settle_beside(view, form, parts)
    view.permission_panel_forms = [*parts.values()]
    return is_settled


def is_valid_workflow(view: workflows.Edit, form: Any) -> bool:
    if not _stock_check_of_workflows(view, form):
        return False
    if not view.object.active:
        return True
    parts = {"pages": view.pages_formset, "content types": view.content_type_form}
    is_settled = settle_beside(view, form, parts)
    view.pages_formset, view.content_type_form = parts.values()
    return is_settled


def settle_beside(view: Any, form: Any, parts: dict[str, Part]) -> bool:
    """False where both changed one of the parts; the parts are then as they were posted."""
    posted = dict(parts)
    conflicts = optimistic_locking.settle_beside(form, parts)
    for words in conflicts:
        messages.error(view.request, words)
    if conflicts:
        parts.update(posted)
        return refuse(view)
    return True


def install() -> None:
    """Put these in the place of Wagtail's own."""
    generic.EditView.get_form = get_form
    generic.EditView.is_valid = is_valid
    groups.EditView.is_valid = is_valid_group
    workflows.Edit.is_valid = is_valid_workflow
