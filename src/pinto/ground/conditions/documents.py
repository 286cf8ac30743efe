"""Answers inside a JSON document, as database expressions.

Each gives NULL where the answer is absent or of another kind than asked, also
where an older version of a question was answered differently: a cast would
give 0 in SQLite and break the whole query in PostgreSQL.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import BooleanField, Field, FloatField, Func, TextField


class _Answer(Func):
    """The answer to ``name``, a question id, in the document of an expression."""

    arity = 1
    sqlite: ClassVar[str]
    postgresql: ClassVar[str]
    output: ClassVar[type[Field[Any, Any]]]

    def __init__(self, document: Any, name: str, **extra: Any) -> None:
        # The name goes into SQL as it is: Field has let nothing pass but a–z, 0–9 and _.
        super().__init__(document, output_field=self.output(), name=name, **extra)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        return self._filled(self.sqlite, compiler)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        return self._filled(self.postgresql, compiler)

    def _filled(self, template: str, compiler: Any) -> tuple[str, Any]:
        document, parameters = compiler.compile(self.source_expressions[0])
        sql = template.format(document=document, name=self.extra["name"])
        return sql, [*parameters] * template.count("{document}")


class NumberAnswer(_Answer):
    output = FloatField
    sqlite = (
        "CASE WHEN JSON_TYPE({document}, '$.{name}') IN ('integer', 'real')"
        " THEN JSON_EXTRACT({document}, '$.{name}') END"
    )
    postgresql = (
        "CASE WHEN jsonb_typeof({document} -> '{name}') = 'number'"
        " THEN ({document} ->> '{name}')::double precision END"
    )


class TextAnswer(_Answer):
    output = TextField
    sqlite = (
        "CASE WHEN JSON_TYPE({document}, '$.{name}') = 'text'"
        " THEN NULLIF(JSON_EXTRACT({document}, '$.{name}'), '') END"
    )
    postgresql = (
        "CASE WHEN jsonb_typeof({document} -> '{name}') = 'string'"
        " THEN NULLIF({document} ->> '{name}', '') END"
    )


class BooleanAnswer(_Answer):
    output = BooleanField
    sqlite = "CASE JSON_TYPE({document}, '$.{name}') WHEN 'true' THEN 1 WHEN 'false' THEN 0 END"
    postgresql = (
        "CASE WHEN jsonb_typeof({document} -> '{name}') = 'boolean'"
        " THEN ({document} ->> '{name}')::boolean END"
    )


class SizeOfAnswer(_Answer):
    """How many choices were ticked."""

    output = FloatField
    sqlite = (
        "CASE WHEN JSON_TYPE({document}, '$.{name}') = 'array'"
        " THEN JSON_ARRAY_LENGTH({document}, '$.{name}') END"
    )
    postgresql = (
        "CASE WHEN jsonb_typeof({document} -> '{name}') = 'array'"
        " THEN jsonb_array_length({document} -> '{name}') END"
    )


class AnswerHas(_Answer):
    """Whether a choice was ticked."""

    output = BooleanField
    sqlite = (
        "CASE WHEN JSON_TYPE({document}, '$.{name}') = 'array' THEN EXISTS"
        " (SELECT 1 FROM JSON_EACH({document}, '$.{name}') AS ticked WHERE ticked.value = %s) END"
    )
    postgresql = (
        "CASE WHEN jsonb_typeof({document} -> '{name}') = 'array'"
        " THEN jsonb_exists({document} -> '{name}', %s) END"
    )

    def __init__(self, document: Any, name: str, code: str, **extra: Any) -> None:
        super().__init__(document, name, code=code, **extra)

    def _filled(self, template: str, compiler: Any) -> tuple[str, Any]:
        sql, parameters = super()._filled(template, compiler)
        return sql, [*parameters, self.extra["code"]]
