//! One association's year as one story through HTTP: from the speech as it was saved to a report that proves its figures.

mod figures;
mod plan;
mod report;
mod round;
mod seen;
mod speech;
mod visits;

use ground::directory::{Place, UnitKind};
use logic::act::Role;
use speech::{SAMPLE, SAMPLE_TEXT, SPEECH, SPEECH_TEXT, Speech};
use tenfold::slices::SLICES;
use web::kit::{Reader, Walk, on_each_engine};

#[tokio::test(flavor = "multi_thread")]
async fn the_year_from_a_speech_of_the_same_kind() {
    on_each_engine(SLICES, |walk| async move { tell(&walk, &SAMPLE, SAMPLE_TEXT).await }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_year_from_the_speech_of_2007() {
    let Ok(text) = std::fs::read(SPEECH_TEXT) else {
        return eprintln!("SKIPPED: the speech of 2007 is not ours to hand on; it is not at {SPEECH_TEXT}");
    };
    on_each_engine(SLICES, |walk| async {
        let walk = walk;
        tell(&walk, &SPEECH, &text).await
    })
    .await;
}

async fn tell(walk: &Walk, speech: &Speech, text: &[u8]) {
    let year = begin(walk).await;
    year.a_speech_becomes_the_plan(speech, text).await;
    let task = year.the_hundred_village_task_gets_four_targets().await;
    year.villages_and_experts_come_in_by_spreadsheet().await;
    let (river, willow) = year.a_round_is_solved_published_and_answered().await;
    let mistyped = year.visits_are_logged(&river, &willow).await;
    year.the_plan_shows_figures_that_open_into_their_facts(&task).await;
    year.the_report_is_frozen_and_says_what_a_correction_changed(&mistyped, &willow).await;
}

const RIVER: &str = "990101001001";
const WILLOW: &str = "990102001001";
const TASK: &str = "百名专家进百村，千项技术惠万民";

/// The year, and who lives it.
struct Year<'a> {
    walk: &'a Walk,
    lin: Reader,
    leader: Reader,
    office: String,
    society: String,
}

async fn begin(walk: &Walk) -> Year<'_> {
    let place = |code: &str, name: &str| Place {
        code: code.parse().unwrap(),
        name: name.into(),
        lon: Some(120_000_000),
        lat: Some(40_000_000),
    };
    let places = vec![
        place("9901", "云川市"),
        place("990101", "东山区"),
        place("990101001", "石桥镇"),
        place(RIVER, "大河村"),
        place("990101001002", "小河村"),
        place("990102", "西岭县"),
        place("990102001", "柳树乡"),
        place(WILLOW, "柳树村"),
    ];
    walk.write(move |tx| {
        tx.save_places(&places)?;
        Ok(tx.save_setting(ground::settings::REGION, "9901")?)
    })
    .await;
    Year {
        office: walk.unit("科普部", UnitKind::Department, "云川市科协").await.to_string(),
        society: walk.unit("农学会", UnitKind::Society, "云川市科协").await.to_string(),
        lin: walk.staff("林干事", Role::Officer, "云川市科协").await,
        leader: walk.staff("周主席", Role::Leader, "云川市科协").await,
        walk,
    }
}
