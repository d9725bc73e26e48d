"""Who may open which view of the admin: name space to views, by the letters of the roles.

Researcher, translator of Arabic, editor, administrator. A view that nobody may open, or that
answers neither GET nor POST, stands nowhere here. `choose`, `chosen` and the like are windows in
which a link, a picture or a row is picked: Wagtail shows names there to whoever enters the admin.
"""

NOT_ASKED = {
    "wagtailadmin_error_test": "fails on purpose",
    "wagtailadmin_logout": "would end the walk",
}
ALLOWED = {
    "rtea": {
        "": (
            "admin/login/ admin/password_reset/.*$ admin/account/ wagtailadmin_home "
            "admin/choose-page/<int:parent_page_id>/ admin/choose-page/chosen-multiple/ "
            "admin/test404/ wagtailadmin_explore_root wagtailadmin_explore "
            "wagtailadmin_explore_results wagtailadmin_choose_page "
            "wagtailadmin_choose_page_child wagtailadmin_choose_page_search "
            "wagtailadmin_choose_page_chosen_multiple wagtailadmin_choose_page_external_link "
            "wagtailadmin_choose_page_email_link wagtailadmin_choose_page_phone_link "
            "wagtailadmin_choose_page_anchor_link wagtailadmin_tag_autocomplete "
            "wagtailadmin_account wagtailadmin_dismissibles wagtailadmin_sprite "
            "wagtailadmin_login wagtailadmin_password_reset wagtailadmin_password_reset_done "
            "wagtailadmin_password_reset_confirm wagtailadmin_password_reset_complete "
            "wagtailadmin_javascript_catalog pasted_blocks"
        ),
        "wagtailadmin_api:pages": "listing",
        "wagtailadmin_api:documents": "listing detail",
        "wagtailadmin_api:images": "listing detail",
        "wagtailadmin_pages": (
            "type_use choose_parent type_use_results search search_results move_confirm "
            "confirm_workflow_cancellation workflow_preview revisions_index"
        ),
        "wagtailadmin_workflows": (
            "task_chooser task_chooser_results task_chooser_create task_chosen"
        ),
        "wagtailadmin_reports": (
            "workflow workflow_results workflow_tasks workflow_tasks_results site_history "
            "site_history_results aging_pages aging_pages_results page_types_usage "
            "page_types_usage_results"
        ),
        "wagtailadmin_editing_sessions": "release",
        "wagtail_localize": "javascript_catalog translations_report translations_report_results",
        "wagtailembeds": "chooser chooser_upload",
        "wagtaildocs": "index index_results add add_multiple",
        "wagtailimages": "index index_results add add_multiple",
        "wagtailsnippetchoosers_core_publiccollection": (
            "choose choose_results chosen chosen_multiple"
        ),
        "wagtailsnippetchoosers_core_siteidentity": "choose choose_results chosen chosen_multiple",
        "wagtailsnippetchoosers_core_topic": "choose choose_results chosen chosen_multiple",
        "wagtailsnippetchoosers_people_feedback": "choose choose_results chosen chosen_multiple",
        "wagtailsnippetchoosers_search_promotion": "choose choose_results chosen_multiple",
        "wagtailsnippetchoosers_translations_term": "choose choose_results chosen chosen_multiple",
        "wagtailsnippetchoosers_translations_termwording": (
            "choose choose_results chosen chosen_multiple"
        ),
        "wagtaildocs_chooser": "choose choose_results chosen chosen_multiple create",
        "wagtailimages_chooser": (
            "choose choose_results chosen chosen_multiple create select_format"
        ),
    },
    "tea": {
        # They read all languages: what a page of another is called.
        "wagtailadmin_api:pages": "detail",
        # A course is begun in a language that is one's own.
        "": "admin/localize/submit/page/<int:page_id>/ translation_dashboard new_course",
        "wagtail_localize": "submit_page_translation",
        "wagtailsnippets_translations_termwording": (
            "list list_results usage history history_results"
        ),
    },
    "ea": {
        "wagtailadmin_pages": (
            "add preview_on_add add_subpage usage edit preview_on_edit view_draft delete "
            "unpublish move set_page_position copy set_privacy lock unlock revisions_view "
            "revisions_revert revisions_unschedule workflow_history history history_results"
        ),
        "wagtailadmin_reports": "locked_pages locked_pages_results",
        "": (
            "admin/localize/update/<int:translation_source_id>/ version_checked "
            "admin/localize/translate/<int:translation_id>/pofile/upload/ "
            "admin/localize/translate/<int:translation_id>/pofile/download/ branch_publish "
            "searches_without_results searches_without_results_list"
        ),
        "wagtail_localize": (
            "update_translations download_pofile upload_pofile preview_translation stop_translation"
        ),
        "wagtailsnippets": "index",
        "wagtaildocs": "edit delete edit_multiple delete_multiple document_usage",
        "wagtailimages": "edit delete preview image_usage edit_multiple delete_multiple",
        "wagtailsnippets_core_publiccollection": (
            "list list_results add edit delete usage history history_results copy"
        ),
        "wagtailsnippetchoosers_core_publiccollection": "create",
        "wagtailsnippets_core_topic": (
            "list list_results add edit delete usage history history_results copy"
        ),
        "wagtailsnippetchoosers_core_topic": "create",
        "wagtailsnippets_people_feedback": (
            "list list_results edit delete usage history history_results"
        ),
        "wagtailsnippets_translations_term": (
            "list list_results add edit delete usage history history_results copy"
        ),
        "wagtailsnippets_search_promotion": "list list_results add",
        "wagtailsnippetchoosers_search_promotion": "create",
        "wagtailsnippetchoosers_translations_term": "create",
        "wagtailsnippets_translations_termwording": "edit",
    },
    "a": {
        "wagtailadmin_workflows": (
            "index index_results add enable disable edit usage usage_results remove "
            "select_task_type task_index task_index_results edit_task disable_task "
            "enable_task"
        ),
        "": "first_steps operate_guide certificates_not_rendered admin/redirects/import/process/",
        "wagtailredirects": "index index_results add edit delete start_import process_import",
        "wagtailsnippets_core_siteidentity": (
            "list list_results add edit delete usage history history_results copy"
        ),
        "wagtailsnippetchoosers_core_siteidentity": "create",
        "wagtaillocales": "index index_results add edit delete history history_results usage copy",
        "wagtailsites": "index index_results add edit delete history history_results usage copy",
        "wagtailusers_users": (
            "index index_results add edit delete history history_results usage copy"
        ),
        "wagtailusers_groups": "index index_results add edit delete history history_results usage",
    },
}


def names(table: dict[str, str]) -> set[str]:
    """Full names of the views of a table: name space to views, divided by blanks."""
    return {
        f"{space}:{view}" if space else view
        for space, views in table.items()
        for view in views.split()
    }
