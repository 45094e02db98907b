//! How large an outline may grow: what bounds the memory for any input.

/// Bytes of text that are read; the rest is left out with a notice.
pub(crate) const MAX_TEXT: usize = 1 << 30;

/// Clauses in an outline; further labels stay in the text of the last one.
pub(crate) const MAX_CLAUSES: usize = 100_000;

/// Owners, deadlines, figures and programmes in an outline, all together.
pub(crate) const MAX_DETAILS: usize = 100_000;

/// Notices of one kind; a last one tells how many more there are.
pub(crate) const MAX_NOTICES: usize = 50;
