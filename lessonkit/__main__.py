"""``python -m lessonkit`` does what ``lessonkit`` does."""

import sys

from lessonkit.cli import main

sys.exit(main())
