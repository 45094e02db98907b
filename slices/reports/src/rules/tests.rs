//! A report is kept as questions, asked once each, and says the same again.

use super::*;
use logic::fold::Query;
use paper::document::Block;
use web::figures::{Passage, Piece};

fn query(text: &str) -> Query {
    text.parse().unwrap()
}

fn content() -> Content {
    let (visits, villages) = (query("measure=facts&kind=a.b"), query("measure=places&kind=a.b"));
    let words = |text: &str| Piece::Words(text.into());
    Content {
        title: "年度报告".into(),
        subtitle: String::new(),
        signature: "市科协".into(),
        date: "2026年12月31日".into(),
        passages: vec![
            Passage::Heading(1, "情况".into()),
            Passage::Paragraph(vec![
                words("进村"),
                Piece::Figure(visits.clone(), "次数".into()),
                words("次，占"),
                Piece::Share(villages.clone(), visits.clone(), "占比".into()),
            ]),
            Passage::Heading(1, "指标".into()),
            Passage::Table {
                caption: "表".into(),
                columns: vec!["名".into(), "率".into()],
                rows: vec![vec![words("村"), Piece::OutOf(villages, 8, "村数".into())]],
            },
        ],
    }
}

#[test]
fn each_question_is_asked_once_and_chapters_are_numbered() {
    let mut asked = Vec::new();
    let said = say::<()>(&content(), |query| {
        asked.push(query.to_string());
        Ok(if query.to_string().contains("facts") { (1234, 1234) } else { (4, 1234) })
    });
    let said = said.unwrap();
    assert_eq!(asked, ["measure=facts&kind=a.b", "measure=places&kind=a.b"]);
    assert_eq!(said.document.blocks[0], Block::Heading(1, "一、情况".into()));
    assert_eq!(said.document.blocks[1], Block::Paragraph("进村1,234次，占0.3%".into()));
    assert_eq!(said.document.blocks[2], Block::Heading(1, "二、指标".into()));
    let Block::Table(table) = &said.document.blocks[3] else { panic!("a table") };
    assert_eq!(table.rows, [["村", "50.0%"]]);
    assert_eq!(
        said.figures.iter().map(|line| (line.name.as_str(), line.value, line.facts)).collect::<Vec<_>>(),
        [("次数", 1234, 1234), ("占比", 4, 1234)]
    );
}

#[test]
fn it_comes_back_as_it_was_kept() {
    assert_eq!(Content::from_json(&content().to_json()), Some(content()));
    for bad in [
        "",
        "{}",
        r#"{"title":"a","subtitle":"","signature":"","date":"","passages":[{"paragraph":[{"figure":"x","name":"y"}]}]}"#,
    ] {
        assert_eq!(Content::from_json(bad), None, "{bad}");
    }
}
