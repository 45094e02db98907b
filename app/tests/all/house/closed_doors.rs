//! Whoever may never do an act is told nothing by it: neither that it is there, nor what it asks.

use axum::http::StatusCode;
use logic::act::Who;
use tenfold::slices::SLICES;
use web::kit::on_each_engine;

#[tokio::test(flavor = "multi_thread")]
async fn strangers_find_no_door_to_what_is_not_for_them() {
    on_each_engine(SLICES, |walk| async move {
        let visitor = walk.visitor();
        for act in SLICES.iter().flat_map(|slice| slice.acts).filter(|act| !act.who.contains(&Who::Anyone)) {
            let path = act.path.replace("{id}", "0000000000000000000000000").replace("{hash}", "0").replace('{', "");
            for path in [path.clone(), format!("/api{path}")] {
                let seen = visitor.post(&path, &[("note", "x")]).await;
                let is_closed = seen.status == StatusCode::NOT_FOUND && seen.problems().is_empty();
                assert!(is_closed || is_unknown_field(&seen.json()), "{} {}: {}", act.name, seen.status, seen.words());
            }
        }
    })
    .await;
}

/// Which fields an act has is public: the description of the API says it.
fn is_unknown_field(answer: &serde_json::Value) -> bool {
    answer["error"]["code"] == "unknown_field"
}
