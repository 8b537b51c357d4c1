"""``python -m lexposure`` is ``lexposure``."""

from __future__ import annotations

import sys

from lexposure.cli.main import main

sys.exit(main())
