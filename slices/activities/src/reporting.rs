//! What reporting plugs in: every form that asks about activities, filled from the same facts.

use crate::pages::{
    forms, forms_bulletin, forms_chapter, forms_month, forms_news, forms_records, forms_scorecard, forms_statistics,
};
use web::{Chapter, Group, MenuEntry, PageEntry};

pub(crate) const PAGES: &[PageEntry] = &[
    PageEntry::new("/activities/forms", forms::get),
    PageEntry::new("/activities/forms/statistics", forms_statistics::get),
    PageEntry::new("/activities/forms/statistics.xlsx", forms_statistics::xlsx),
    PageEntry::new("/activities/forms/statistics/{row}/{column}", forms_statistics::get_cell),
    PageEntry::new("/activities/forms/records", forms_records::get),
    PageEntry::new("/activities/forms/month", forms_month::get),
    PageEntry::new("/activities/forms/month.xlsx", forms_month::xlsx),
    PageEntry::new("/activities/forms/month.docx", forms_month::docx),
    PageEntry::new("/activities/forms/scorecard", forms_scorecard::get),
    PageEntry::new("/activities/forms/scorecard.xlsx", forms_scorecard::xlsx),
    PageEntry::new("/activities/forms/bulletin", forms_bulletin::get),
    PageEntry::new("/activities/forms/bulletin.docx", forms_bulletin::docx),
    PageEntry::new("/activities/{id}/news", forms_news::get),
    PageEntry::new("/activities/{id}/news.docx", forms_news::docx),
];

pub(crate) const MENU: MenuEntry = MenuEntry {
    group: Group::Figures,
    order: 6,
    text: "activity_forms.title",
    href: "/activities/forms",
    who: web::figures::OPENS_FACTS,
};

pub(crate) const CHAPTERS: &[Chapter] = &[Chapter { order: 30, write: forms_chapter::write }];
