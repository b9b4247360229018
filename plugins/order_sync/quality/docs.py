"""Great Expectations' Data Docs of one check: its own renderers over results that hold no personal data, as a page of ours.

What leads to other hosts (logo, newsletter, content networks) and what runs inline is in the parts of its page that are not used: head,
bar and foot. Addresses are relative: the page lies at <base>/quality/docs/<number>, its assets at <base>/vendor/<name>.
"""

from __future__ import annotations

import re
import zlib
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from order_sync.quality.run import Report
from order_sync.quality.suites import SUITES, sentence

TEMPLATES = Path(__file__).parent / "templates"
_CORRECTED = (  # what the library's parts say: a link to a page that is not made, headings below ours, icons that say nothing aloud
    (re.compile(r'<a href="(?:\.\./)+expectations/[^"]*"\s*>(.*?)</a>(?:<br>\s*Data asset: None)?', re.DOTALL), r"\1"),
    (re.compile(r"<(/?)h5\b"), r"<\1h2"),
    (re.compile(r"<(/?)h6\b"), r"<\1h3"),
    (re.compile(r'(<i class="fas fa-check-circle[^>]*)></i>'), r'\1 role="img" aria-label="holds"></i>'),
    (re.compile(r'(<i class="fas fa-(?:times|exclamation-triangle)[^>]*)></i>'), r'\1 role="img" aria-label="failed"></i>'),
)
_WORD = re.compile(r"(?<!^)(?=[A-Z])")


def packed(report: Report, *, run: str, made_at: datetime | None = None) -> bytes | None:
    """The page as it is kept; None where the suite had nothing to look at. ``run``: what the page names as its run."""
    if not report.results:
        return None
    return zlib.compress(page(report, run=run, made_at=made_at or datetime.now(UTC)).encode(), 6)


def unpacked(docs: bytes) -> str:
    """The page again."""
    return zlib.decompress(docs).decode()


def page(report: Report, *, run: str, made_at: datetime) -> str:
    """The page as HTML."""
    from great_expectations.render.renderer import ValidationResultsPageRenderer

    document = ValidationResultsPageRenderer().render(_validation(report, run, made_at)).to_json_dict()
    title = SUITES[report.suite].title
    text = _view()._get_template("data_docs.j2").render(document, title=title, run=run, made_at=f"{made_at:%Y-%m-%d %H:%M} UTC")
    for pattern, other in _CORRECTED:
        text = pattern.sub(other, text)
    return text


@cache
def _view() -> Any:
    from great_expectations.render.view import DefaultJinjaPageView

    return DefaultJinjaPageView(custom_views_directory=str(TEMPLATES))


def _validation(report: Report, run: str, made_at: datetime) -> Any:
    import great_expectations as gx
    from great_expectations.core import ExpectationSuiteValidationResult

    found = [_result(result, given) for result, given in zip(report.results, report.parameters, strict=True)]
    good = sum(result["success"] for result in report.results)
    return ExpectationSuiteValidationResult(
        success=good == len(found),
        results=found,
        suite_name=report.suite,
        statistics={
            "evaluated_expectations": len(found),
            "successful_expectations": good,
            "unsuccessful_expectations": len(found) - good,
            "success_percent": 100.0 * good / len(found),
        },
        meta={"great_expectations_version": gx.__version__, "run_id": {"run_name": _plain(run), "run_time": made_at.isoformat()}},
    )


def _result(result: dict[str, Any], given: dict[str, Any]) -> Any:
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    single = {} if "column_A" in given or "column_list" in given else {"column": result["column_name"]}
    config = ExpectationConfiguration(
        type=_WORD.sub("_", result["expectation"]).lower(),
        kwargs={**single, **{name: _value(value) for name, value in given.items()}},
        description=f"{sentence(result['rule'])} ({result['rule']})",
        severity="critical" if result["scope"] == "batch" else "warning",
    )
    error = result["seen"].get("error")
    raised = {"raised_exception": bool(error), "exception_message": _plain(error) if error else None, "exception_traceback": None}
    return ExpectationValidationResult(
        success=bool(result["success"]), expectation_config=config, result=_counts(result), exception_info=raised, meta={}
    )


def _counts(result: dict[str, Any]) -> dict[str, Any]:
    """What the renderers tell; values that failed are those of the quality results, which nobody can be known by."""
    checked, failed = result["checked"], result["failed"]
    percent = 100.0 * failed / checked if checked else 0.0
    counts = {"element_count": checked, "unexpected_count": failed, "unexpected_percent": percent, "unexpected_percent_total": percent}
    values = [_plain(value) for value in result["seen"].get("values", [])]
    return counts | {"missing_count": 0, "missing_percent": 0.0, "partial_unexpected_list": values}


def _value(value: Any) -> Any:
    """A parameter as JSON can carry it."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_value(entry) for entry in value]
    if isinstance(value, date) or type(value).__module__.startswith(("pandas", "numpy")):
        return str(value)
    return _plain(value) if isinstance(value, str) else value


def _plain(text: str) -> str:
    """Text without the signs that HTML is made of: the library's templates write some values as they are."""
    return text.translate({ord(sign): other for sign, other in {"<": "‹", ">": "›", '"': "”", "&": "＆", "'": "’"}.items()})
