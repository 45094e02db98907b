//! The facts of figures and reports.

use logic::fact::FactKind;

pub(crate) static FIGURE_KEPT: FactKind = FactKind::new("figure.kept", 1, None);
pub(crate) static FIGURE_DROPPED: FactKind = FactKind::new("figure.dropped", 1, None);
pub(crate) static REPORT_FROZEN: FactKind = FactKind::new("report.frozen", 1, Some("/reports/{}"));

pub(crate) static ALL: &[&FactKind] = &[&FIGURE_KEPT, &FIGURE_DROPPED, &REPORT_FROZEN];
