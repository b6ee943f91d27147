"""``python -m lessonkit.workbook`` writes the JSON Schema of a workbook file anew."""

from lessonkit.workbook import file

file.SCHEMA.write_text(file.schema_text(), encoding="utf-8", newline="\n")
