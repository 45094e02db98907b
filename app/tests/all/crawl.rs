//! Every page, as every role, in both languages: it opens, its links lead somewhere, its words are there, and no page of
//! the house stays unvisited.

mod routes;

use routes::Routes;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};
use tenfold::demo;
use tenfold::slices::SLICES;
use web::kit::{Reader, Seen};
use web::{Config, House};

/// Addresses of one route that each role opens.
const EACH: usize = 2;

/// Pages that no link of the demo city leads to, and why; the walks of their slices open them.
const APART: &[(&str, &str)] = &[
    ("/search", "asked by the form on every page"),
    ("/set-up", "for an empty house only"),
    ("/people/duplicates", "linked where there are some"),
    ("/imports/{id}", "linked once a sheet was brought in"),
    ("/imports/{id}/bad.xlsx", "linked where a sheet has bad rows"),
    ("/jobs/{id}", "linked where a job is dead"),
    ("/activities/entries/{id}", "where a fact of a registration leads"),
    ("/activities/{id}/draw", "linked where lots are drawn"),
    ("/activities/{id}/register/{receipt}", "comes after a form that was sent"),
    ("/activities/{id}/rosters/{roster}", "linked once a list was brought in"),
    ("/activities/{id}/registrations/{receipt}/files/{question}", "linked where a file was asked for"),
    ("/volunteers/join/{receipt}", "led to by the form, while the code is awaited"),
    ("/swaps/{receipt}", "passed on by who offers"),
    ("/volunteers/reconciliations/{id}", "linked once another platform's list was read"),
    ("/volunteers/reconciliations/{id}/differences.xlsx", "linked there"),
    ("/rounds/{id}/progress", "asked by the bar while a draft is made"),
    ("/activities/desk.js", "named by the desk as its script"),
    ("/activities/{id}/worker.js", "asked for by the desk's script"),
    ("/activities/{id}/desk/roll", "asked for by the desk's script"),
    ("/activities/{id}/desk/outcomes", "asked for by the desk's script"),
    ("/activities/{id}/attendance/{attendance}", "linked where somebody came"),
    ("/activities/attendances/{id}", "where a fact of somebody who came leads"),
    ("/activities/{id}/came/{pass}", "for one who came, from their own page"),
    ("/activities/{id}/came/{pass}/certificate", "for one who came, from their own page"),
    ("/activities/certificates/{id}", "on the paper, as a code"),
];

type Sent = Arc<Mutex<Vec<ground::sender::Message>>>;

#[tokio::test(flavor = "multi_thread")]
async fn every_page_opens_for_those_it_is_for_and_leads_somewhere() {
    ground::db::scratch::on_each_engine(|scratch| async move {
        let sent: Sent = Arc::default();
        let clock = ground::clock::Clock::default();
        clock.set(demo::now());
        let db = ground::db::Db::open(scratch.address(), clock, &web::migrations(SLICES)).await.unwrap();
        let store = ground::files::Store::open(&scratch.folder().join("files").display().to_string()).unwrap();
        let sender = ground::sender::Sender::Box(sent.clone());
        let house = House::new(SLICES, db, store, sender, Config::default()).unwrap();
        demo::seed(&house, 7).await.unwrap();
        house.run_jobs().await;
        crawl(&house, &sent).await;
    })
    .await;
}

async fn crawl(house: &Arc<House>, sent: &Sent) {
    let routes = Routes::of(house);
    let mut opened = BTreeSet::new();
    let mut wrong = Vec::new();
    // Pages are drawn alike whatever is below: the second engine is asked for the two roles that see most and least.
    let is_first = house.db.engine_name() == "sqlite";
    let langs: &[&str] = if is_first { &["zh", "en"] } else { &["zh"] };
    for (role, reader) in readers(house, sent).await {
        if !is_first && !["visitor", demo::OFFICER].contains(&role) {
            continue;
        }
        for lang in langs {
            reader.get(&format!("/look?lang={lang}")).await;
            opened.extend(walk_as(&routes, role, lang, &reader, &mut wrong).await);
        }
    }
    let is_apart = |pattern: &str| APART.iter().any(|(apart, _)| *apart == pattern);
    let unopened: Vec<_> =
        routes.patterns().filter(|pattern| !opened.contains(*pattern) && !is_apart(pattern)).collect();
    assert!(
        wrong.is_empty() && (unopened.is_empty() || !is_first),
        "wrong: {wrong:#?}\nnobody comes to: {unopened:#?}"
    );
}

async fn readers(house: &Arc<House>, sent: &Sent) -> Vec<(&'static str, Reader)> {
    let mut readers = vec![("visitor", Reader::of(house))];
    for login in [demo::ADMINISTRATOR, demo::LEADER, demo::OFFICER, demo::STATISTICIAN, demo::SECRETARY] {
        let reader = Reader::of(house);
        reader.post("/sign-in", &[("login", login), ("password", demo::PASSWORD)]).await.done();
        readers.push((login, reader));
    }
    for (name, phone) in
        [("expert", demo::EXPERT_PHONE), ("contact", demo::CONTACT_PHONE), ("farmer", demo::FARMER_PHONE)]
    {
        let reader = Reader::of(house);
        reader.post("/sign-in/phone", &[("phone", phone)]).await;
        house.run_jobs().await;
        let text = std::mem::take(&mut *sent.lock().unwrap()).pop().unwrap().text;
        let code: String =
            text.split(|letter: char| !letter.is_ascii_digit()).find(|digits| digits.len() == 6).unwrap().into();
        reader.post("/sign-in/code", &[("phone", phone), ("code", &code)]).await.done();
        readers.push((name, reader));
    }
    readers
}

/// Opens what the pages lead to, from the first page on; the routes that were come to.
async fn walk_as(
    routes: &Routes,
    role: &str,
    lang: &str,
    reader: &Reader,
    wrong: &mut Vec<String>,
) -> BTreeSet<String> {
    let mut waiting: VecDeque<(String, String)> = VecDeque::from([("/".to_owned(), "the start".to_owned())]);
    let mut known = BTreeSet::from(["/".to_owned()]);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    while let Some((address, from)) = waiting.pop_front() {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let whence = format!("{address} as {role} in {lang}, from {from}");
        let Some(pattern) = routes.pattern(path) else {
            wrong.push(format!("no such page: {whence}"));
            continue;
        };
        let count = counts.entry(pattern.to_owned()).or_default();
        *count += 1;
        // Tasks, visits and activities differ by what has come of them: more of them are opened.
        let many = match pattern {
            "/tasks/{id}" | "/visits/{id}" => 6,
            "/activities/{id}" => 15,
            _ => 1,
        };
        if *count > many * EACH {
            continue;
        }
        let seen = reader.get(&address).await;
        if seen.status.as_u16() == 303 {
            waiting.push_back((seen.location.clone(), address.clone()));
        } else if seen.status.as_u16() != 200 {
            wrong.push(format!("{}: {whence}", seen.status));
        }
        if seen.html().starts_with("<!doctype html>") {
            wrong.extend(check(&seen, lang).into_iter().map(|problem| format!("{problem}: {whence}")));
            for link in seen.links() {
                if !routes.is_aside(&link) && known.insert(link.clone()) {
                    waiting.push_back((link, address.clone()));
                }
            }
        }
    }
    counts.into_keys().collect()
}

/// What every page owes its reader, and this one does not give.
fn check(seen: &Seen, lang: &str) -> Vec<String> {
    let html = seen.html();
    let tag = if lang == "zh" { "<html lang=\"zh-CN\"" } else { "<html lang=\"en\"" };
    let mut wrong = Vec::new();
    let mut owe = |is_given: bool, what: String| wrong.extend((!is_given).then_some(what));
    owe(html.contains(tag), "another language".into());
    owe(html.matches("<h1").count() == 1, format!("{} headings of the first order", html.matches("<h1").count()));
    for stray in ["⟦", "Some(", "None,", "{{", "}}", "undefined", "href=\"\"", " style=\"", "<script>"] {
        owe(!html.contains(stray), format!("{stray} in …{}…", around(&html, stray)));
    }
    owe(html.len() < 400_000, format!("{} bytes", html.len()));
    wrong
}

fn around(html: &str, what: &str) -> String {
    let at = html.find(what).unwrap_or(0);
    let (from, to) =
        (html.floor_char_boundary(at.saturating_sub(80)), html.ceil_char_boundary((at + 80).min(html.len())));
    html[from..to].to_owned()
}
