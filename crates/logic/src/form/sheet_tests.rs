//! Sheets of questions: what is asked of whom, what is taken and what is not.

use super::*;
use proptest::prelude::*;

fn question(name: &str, ask: Ask, is_required: bool, options: &[&str]) -> Question {
    let options = options.iter().map(|option| (*option).to_owned()).collect();
    Question { name: name.into(), label: format!("问题 {name}"), ask, is_required, options, only_if: None }
}

fn sheet() -> Sheet {
    let allergy = Question {
        only_if: Some(Condition { question: "q1".into(), answer: "2".into() }),
        ..question("q2", Ask::Line, true, &[])
    };
    Sheet {
        questions: vec![
            question("q1", Ask::One, true, &["不用餐", "用餐"]),
            allergy,
            question("q3", Ask::Many, false, &["机器人", "显微镜", "航模"]),
            question("q4", Ask::Yes, true, &[]),
            question("q5", Ask::Count, false, &[]),
        ],
    }
}

fn read(pairs: &[(&str, &str)]) -> Result<Answers, Vec<(&'static str, &'static str)>> {
    let raw = Raw::of(pairs.iter().copied());
    let filled = sheet().read(&raw, &Answers::default()).map(|filled| filled.answers);
    filled.map_err(|problems| problems.0.into_iter().map(|(name, problem)| (name, problem.code)).collect())
}

#[test]
fn a_question_is_asked_only_if_its_condition_holds() {
    let without = read(&[("q1", "1"), ("q2", "花生"), ("q4", "1")]).unwrap();
    assert_eq!(without.0.keys().collect::<Vec<_>>(), ["q1", "q4"], "what was not asked is not kept");
    assert_eq!(read(&[("q1", "2"), ("q4", "1")]), Err(vec![("q2", "required")]));
    assert_eq!(read(&[("q1", "2"), ("q2", "花生"), ("q4", "1")]).unwrap().first("q2"), Some("花生"));
}

#[test]
fn every_problem_is_named_beside_its_question() {
    let problems = read(&[("q1", "3"), ("q3", "火箭"), ("q5", "几个")]);
    let expected = [("q1", "not_a_choice"), ("q3", "not_a_choice"), ("q4", "must_agree"), ("q5", "not_a_number")];
    assert_eq!(problems, Err(expected.to_vec()));
    let both = read(&[("q1", "1"), ("q1", "2"), ("q2", "无"), ("q4", "1")]);
    assert_eq!(both, Err(vec![("q1", "one_choice")]));
}

#[test]
fn a_spreadsheets_words_are_the_same_answers() {
    let by_words = read(&[("q1", "用餐"), ("q2", "无"), ("q3", "航模、机器人"), ("q4", "是")]);
    let by_numbers = read(&[("q1", "2"), ("q2", "无"), ("q3", "1"), ("q3", "3"), ("q4", "on")]);
    assert_eq!(by_words, by_numbers);
    assert_eq!(sheet().chosen(&by_words.unwrap()), ["q1.2", "q3.1", "q3.3"]);
    assert_eq!(sheet().option("q3.3").map(|(_, words)| words), Some("航模"));
    assert_eq!(sheet().option("q3.4"), None);
}

#[test]
fn a_file_that_was_given_stands() {
    let sheet = Sheet { questions: vec![question("q1", Ask::File, true, &[])] };
    assert!(sheet.read(&Raw::default(), &Answers::default()).is_err());
    let file = Upload { name: "表.pdf".into(), bytes: vec![1] };
    let raw = Raw { files: vec![("q1".into(), file.clone())], ..Raw::default() };
    assert_eq!(sheet.read(&raw, &Answers::default()).unwrap().files, [("q1", file)]);
    let before = Answers([("q1".to_owned(), vec!["abc 表.pdf".to_owned()])].into());
    assert_eq!(sheet.read(&Raw::default(), &before).unwrap().answers, before);
}

#[test]
fn a_sheet_that_cannot_be_asked_is_refused() {
    let code = |sheet: Sheet| sheet.check().map_err(|refusal| refusal.code);
    assert_eq!(code(sheet()), Ok(()));
    let with = |question: Question| Sheet { questions: [sheet().questions, vec![question]].concat() };
    assert_eq!(code(with(question("q1", Ask::Line, false, &[]))), Err("sheet.name_taken"));
    assert_eq!(code(with(question("x", Ask::Line, false, &[]))), Err("sheet.name_taken"));
    assert_eq!(code(with(question("q6", Ask::One, false, &["甲"]))), Err("sheet.options"));
    assert_eq!(code(with(question("q6", Ask::One, false, &["甲", "甲"]))), Err("sheet.option_twice"));
    let on = |question_name: &str, answer: &str| {
        let condition = Condition { question: question_name.into(), answer: answer.into() };
        code(with(Question { only_if: Some(condition), ..question("q6", Ask::Line, false, &[]) }))
    };
    assert_eq!((on("q4", "1"), on("q3", "3"), on("q1", "2")), (Ok(()), Ok(()), Ok(())));
    for (question, answer) in [("q4", "0"), ("q3", "4"), ("q5", "1"), ("q9", "1"), ("q6", "1")] {
        assert_eq!(on(question, answer), Err("sheet.condition"), "{question} {answer}");
    }
}

proptest! {
    #[test]
    fn whatever_is_sent_is_read_or_named(pairs in proptest::collection::vec(("q[0-9]{1,2}", "\\PC{0,40}"), 0..12)) {
        let sent: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        match read(&sent) {
            Ok(answers) => prop_assert!(answers.0.values().all(|values| !values.is_empty())),
            Err(problems) => prop_assert!(!problems.is_empty()),
        }
    }
}
