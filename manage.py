#!/usr/bin/env python
"""Run a management command. Settings default to those of `make run`."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from environs import EnvError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")
    try:
        execute_from_command_line(sys.argv)
    except (EnvError, ImproperlyConfigured) as error:
        raise SystemExit(f"✗ {error}") from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
