//! 服务时长: only from coming and going, within the shift's bounds and the tolerance agreed for it.

use super::fit::Span;

/// Whole minutes that count; none if the two never met.
pub(crate) fn credited(shift: Span, tolerance: i64, present: Span) -> i64 {
    let from = present.from.max(shift.from.plus_seconds(-tolerance * 60));
    let to = present.to.min(shift.to.plus_seconds(tolerance * 60));
    (to.seconds_since(from) / 60).max(0)
}

/// Minutes as hours with one place after the point, rounded down: nobody is credited what was not served.
pub(crate) fn hours_text(minutes: i64) -> String {
    let tenths = minutes.max(0) / 6;
    format!("{}.{}", tenths / 10, tenths % 10)
}
