//! Experts and villages (百名专家进百村，千项技术惠万民): needs, experts, techniques, rounds of matching, posts, visits and what comes of them.

mod facts;
mod pages;
mod rules;
mod store;

use ground::db::Migration;
use ground::jobs::{Daily, Handler};
use logic::act::{Role::Officer, Who, Who::Anyone};
use logic::form::Button;
use pages::{
    applications, balance, chapter, draft, expert, experts, gap, imports, letters, need, needs, pair, panels, post,
    posts, progress, remind, round, round_rules, rounds, techniques, village, villages, visit, visit_log, visits,
};
use rules::{
    AcceptPost, AgreePost, CardVillage, CloseRound, ConfirmApplication, CorrectVisit, DeclinePost, DenyApplication,
    EditExpert, EditNeed, EndPost, ForbidPair, FreePair, GradePost, HaltRound, HandLetter, ImportBatch, ListExpert,
    ListTechnique, LogVisit, OpenRound, PauseExpert, PinPair, ProposeTechnique, ProveTechnique, PublishRound,
    RenewPost, ReplacePost, ReportApplication, ResumeExpert, ReviewPost, RuleRound, SolveRound, SpreadTechnique,
    StateNeed, UndoBatch, UploadBatch, VoidVisit, WithdrawLetter, WithdrawNeed, WithdrawTechnique,
};
use web::{ActEntry, Chapter, Group, Invariant, MenuEntry, PageEntry, Panel, Slice};

const fn menu(order: u8, text: &'static str, href: &'static str, who: &'static [Who]) -> MenuEntry {
    MenuEntry { group: Group::Field, order, text, href, who }
}

/// What experts and villages plug into.
pub static SLICE: Slice = Slice {
    name: "matching",
    text: (include_str!("../text/zh.toml"), include_str!("../text/en.toml")),
    migrations: &[
        Migration::new("matching-0001", include_str!("../migrations/0001_matching.sql")),
        Migration::new("matching-0002", include_str!("../migrations/0002_studio.sql")),
        Migration::new("matching-0003", include_str!("../migrations/0003_fairness.sql")),
    ],
    pages: &[
        PageEntry::new("/villages/new", village::get_new),
        PageEntry::new("/villages/{code}", village::get),
        PageEntry::new("/needs/new", need::get_new),
        PageEntry::new("/needs/{id}", need::get),
        PageEntry::new("/experts/new", expert::get_new),
        PageEntry::new("/experts/{id}", expert::get),
        PageEntry::new("/techniques/new", techniques::get_new),
        PageEntry::new("/techniques/{id}", techniques::get),
        PageEntry::new("/imports", imports::get_list),
        PageEntry::new("/imports/template/{kind}", imports::template),
        PageEntry::new("/imports/{id}", imports::get),
        PageEntry::new("/imports/{id}/bad.xlsx", imports::bad_rows),
        PageEntry::new("/rounds", rounds::get),
        PageEntry::new("/rounds/{id}", round::get),
        PageEntry::new("/rounds/{id}/why", pair::get),
        PageEntry::new("/rounds/{id}/gap", gap::get),
        PageEntry::new("/rounds/{id}/balance", balance::get),
        PageEntry::new("/rounds/{id}/letters", letters::get_list),
        PageEntry::new("/rounds/{id}/progress", progress::get),
        PageEntry::new("/letters/{id}", letters::get),
        PageEntry::new("/posts/{id}", post::get),
        PageEntry::new("/visits/new", visit_log::get),
        PageEntry::new("/visits/{id}", visit::get),
        PageEntry::new("/applications/{id}", applications::get),
    ],
    lists: &[villages::VILLAGES, needs::NEEDS, experts::EXPERTS, techniques::ALL, posts::POSTS, visits::VISITS],
    acts: &[
        ActEntry::new::<CardVillage, village::Form>("/villages", village::post, village::get_new),
        ActEntry::new::<StateNeed, need::Form>("/needs", need::state, need::get_new),
        ActEntry::new::<EditNeed, need::Form>("/needs/{id}", need::edit, need::get),
        ActEntry::new::<WithdrawNeed, Button>("/needs/{id}/withdraw", need::withdraw, need::get),
        ActEntry::new::<ListExpert, expert::NewForm>("/experts", expert::list, expert::get_new),
        ActEntry::new::<EditExpert, expert::Form>("/experts/{id}", expert::edit, expert::get),
        ActEntry::new::<PauseExpert, Button>("/experts/{id}/pause", expert::pause, expert::get),
        ActEntry::new::<ResumeExpert, Button>("/experts/{id}/resume", expert::resume, expert::get),
        ActEntry::new::<ProposeTechnique, techniques::Form>("/techniques", techniques::propose, techniques::get_new),
        ActEntry::new::<ProveTechnique, techniques::TrialForm>(
            "/techniques/{id}/prove",
            techniques::prove,
            techniques::get,
        ),
        ActEntry::new::<ListTechnique, Button>("/techniques/{id}/list", techniques::list, techniques::get),
        ActEntry::new::<SpreadTechnique, Button>("/techniques/{id}/spread", techniques::spread, techniques::get),
        ActEntry::new::<WithdrawTechnique, techniques::WithdrawForm>(
            "/techniques/{id}/withdraw",
            techniques::withdraw,
            techniques::get,
        ),
        ActEntry::new::<UploadBatch, imports::Form>("/imports", imports::upload, imports::get_list)
            .prepared(imports::prepare),
        ActEntry::new::<ImportBatch, imports::ImportForm>("/imports/{id}/import", imports::import, imports::get),
        ActEntry::new::<UndoBatch, Button>("/imports/{id}/undo", imports::undo, imports::get),
        ActEntry::new::<OpenRound, rounds::Form>("/rounds", rounds::post, rounds::get),
        ActEntry::new::<RuleRound, round_rules::RulesForm>("/rounds/{id}/rules", draft::rule, round::get)
            .prepared(draft::prepare_rule),
        ActEntry::new::<SolveRound, Button>("/rounds/{id}/solve", draft::solve, round::get).prepared(draft::prepare),
        ActEntry::new::<PinPair, draft::PairForm>("/rounds/{id}/pin", draft::pin, round::get)
            .prepared(draft::prepare_pin),
        ActEntry::new::<ForbidPair, draft::PairForm>("/rounds/{id}/forbid", draft::forbid, round::get)
            .prepared(draft::prepare_forbid),
        ActEntry::new::<FreePair, draft::PairForm>("/rounds/{id}/free", draft::free, round::get)
            .prepared(draft::prepare_free),
        ActEntry::new::<HaltRound, Button>("/rounds/{id}/halt", draft::halt, round::get).each_time(),
        ActEntry::new::<HandLetter, letters::Form>("/rounds/{id}/letters", letters::hand, letters::get_list),
        ActEntry::new::<WithdrawLetter, Button>("/letters/{id}/withdraw", letters::withdraw, letters::get),
        ActEntry::new::<PublishRound, round_rules::PublishForm>(
            "/rounds/{id}/publish",
            round_rules::publish,
            round::get,
        ),
        ActEntry::new::<CloseRound, Button>("/rounds/{id}/close", round_rules::close, round::get),
        ActEntry::new::<AcceptPost, post::AcceptForm>("/posts/{id}/accept", post::accept, post::get),
        ActEntry::new::<DeclinePost, post::DeclineForm>("/posts/{id}/decline", post::decline, post::get),
        ActEntry::new::<ReplacePost, post::ReplaceForm>("/posts/{id}/replace", post::replace, post::get),
        ActEntry::new::<AgreePost, post::AgreeForm>("/posts/{id}/agree", post::agree, post::get),
        ActEntry::new::<ReviewPost, post::ReviewForm>("/posts/{id}/review", post::review, post::get),
        ActEntry::new::<GradePost, post::GradeForm>("/posts/{id}/grade", post::grade, post::get),
        ActEntry::new::<RenewPost, Button>("/posts/{id}/renew", post::renew, post::get),
        ActEntry::new::<EndPost, post::EndForm>("/posts/{id}/end", post::end, post::get),
        ActEntry::new::<LogVisit, visit_log::Form>("/visits", visit_log::post, visit_log::get),
        ActEntry::new::<CorrectVisit, visit::Form>("/visits/{id}/correct", visit::correct, visit::get),
        ActEntry::new::<VoidVisit, visit::VoidForm>("/visits/{id}/void", visit::void, visit::get),
        ActEntry::new::<ReportApplication, visit::ApplicationForm>(
            "/visits/{id}/applications",
            visit::report,
            visit::get,
        ),
        ActEntry::new::<ConfirmApplication, Button>(
            "/applications/{id}/confirm",
            applications::confirm,
            applications::get,
        ),
        ActEntry::new::<DenyApplication, Button>("/applications/{id}/deny", applications::deny, applications::get),
    ],
    facts: facts::ALL,
    deeds: &[&facts::VISIT_LOGGED],
    indicators: facts::INDICATORS,
    jobs: &[Handler { kind: remind::KIND, work: remind::run }],
    dailies: &[Daily { kind: remind::KIND, at: (8, 40) }],
    panels: &[
        Panel { on: "work", order: 10, show: panels::work },
        Panel { on: "person", order: 10, show: panels::person },
        Panel { on: "place", order: 10, show: panels::place },
        Panel { on: "programme", order: 30, show: panels::programme },
    ],
    menu: &[
        menu(1, "village.list", "/villages", pages::STAFF),
        menu(2, "need.list", "/needs", pages::STAFF),
        menu(3, "expert.list_title", "/experts", pages::STAFF),
        menu(4, "technique.list_title", "/techniques", &[Anyone]),
        menu(5, "round.list", "/rounds", pages::STAFF),
        menu(6, "post.list", "/posts", pages::STAFF),
        menu(7, "visit.list", "/visits", pages::STAFF),
        menu(8, "batch.title", "/imports", &[Who::RoleAnywhere(Officer)]),
    ],
    invariants: &[
        Invariant { name: "every visit that stands has its fact, and no other has", broken: panels::visits_unsaid },
        Invariant { name: "no post is agreed by one side alone", broken: panels::one_sided },
    ],
    chapters: &[Chapter { order: 20, write: chapter::write }],
    ..Slice::EMPTY
};
