"""Runs in the peers' own environment: questions as JSON on standard input, the outputs' data as JSON out."""

import json
import random
import sys

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from jupyterquiz import display_quiz  # type: ignore[import-not-found]

questions = json.load(sys.stdin)
random.seed(json.dumps(questions))  # it names its elements by chance; the page's size must not change with them
InteractiveShell.instance()  # without one, displaying prints text
with capture_output() as captured:
    display_quiz(questions)
print(json.dumps([output.data for output in captured.outputs]))
