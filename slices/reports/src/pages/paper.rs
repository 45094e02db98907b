//! A report as paper: DOCX, and XLSX with every figure and the facts behind it. Computed anew each time, always the same bytes.

use super::check_staff;
use crate::rules::{Content, Report, Said, say};
use crate::store;
use ::paper::{Sheet, to_docx, to_xlsx};
use ground::db::{Fault, Read};
use ground::files::FileHash;
use ground::stop::Stop;
use logic::fact::Position;
use std::collections::BTreeSet;
use web::{Answer, Ctx, Page};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The report's papers.
pub(crate) struct Papers {
    pub(crate) docx: Vec<u8>,
    pub(crate) xlsx: Vec<u8>,
}

impl Papers {
    pub(crate) fn hashes(&self) -> (FileHash, FileHash) {
        (FileHash::of(&self.docx), FileHash::of(&self.xlsx))
    }
}

/// What a report says as of a position.
pub(crate) fn said(read: &Read, content: &Content, position: Position) -> Result<Said, Fault> {
    say(content, |query| {
        let figure = read.figure_at(query, position)?;
        Ok((figure.value(), figure.facts()))
    })
}

/// Both papers as of a position.
pub(crate) fn papers(read: &Read, content: &Content, position: Position) -> Result<Papers, Fault> {
    let said = said(read, content, position)?;
    Ok(Papers { docx: to_docx(&said.document), xlsx: to_xlsx(&sheets(read, &said, position)?) })
}

/// The figures, each with its question; then every fact behind any of them, once. Ids, codes and numbers only: what is
/// personal is not copied into papers.
fn sheets(read: &Read, said: &Said, position: Position) -> Result<[Sheet; 2], Fault> {
    let text = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    let mut figures = vec![text(&["序号", "指标", "数值", "事实条数", "查询"])];
    for (at, line) in said.figures.iter().enumerate() {
        figures.push(vec![
            (at + 1).to_string(),
            line.name.clone(),
            line.value.to_string(),
            line.facts.to_string(),
            line.query.to_string(),
        ]);
    }
    let mut evidence =
        vec![text(&["事实编号", "种类", "发生日期", "地点代码", "对象", "渠道", "数量", "更正", "指标序号"])];
    let mut seen: BTreeSet<Position> = BTreeSet::new();
    for (at, line) in said.figures.iter().enumerate() {
        for fact in read.lines(&line.query, 0, position, 0, MOST)? {
            if seen.insert(fact.position) {
                evidence.push(vec![
                    fact.position.to_string(),
                    line.query.filter.kind.clone(),
                    fact.happened.to_string(),
                    fact.place.map(|place| place.to_string()).unwrap_or_default(),
                    fact.audience.unwrap_or_default(),
                    fact.channel.unwrap_or_default(),
                    fact.quantity.to_string(),
                    fact.corrects.map(|corrects| corrects.to_string()).unwrap_or_default(),
                    (at + 1).to_string(),
                ]);
            }
        }
    }
    Ok([Sheet { name: "数字".into(), rows: figures }, Sheet { name: "证据".into(), rows: evidence }])
}

/// Facts of one figure that go into the annex at most: as many rows as a sheet has room for.
const MOST: i64 = 1_000_000;

fn find(read: &Read, ctx: &Ctx) -> Result<Report, Stop> {
    check_staff(ctx)?;
    store::get(read, ctx.at("id")?)
}

pub(crate) fn docx(read: &Read, ctx: &Ctx) -> Answer {
    let report = find(read, ctx)?;
    let papers = papers(read, &report.content, report.position)?;
    Ok(Page::file(format!("{}-{}.docx", report.content.title, report.number), DOCX, papers.docx))
}

pub(crate) fn xlsx(read: &Read, ctx: &Ctx) -> Answer {
    let report = find(read, ctx)?;
    let papers = papers(read, &report.content, report.position)?;
    Ok(Page::file(format!("{}-{}.xlsx", report.content.title, report.number), XLSX, papers.xlsx))
}

/// Reports that do not come out as they were frozen.
pub(crate) fn changed_reports(read: &Read) -> Result<Vec<String>, Stop> {
    let mut changed = Vec::new();
    for report in store::list(read)? {
        let is_same = papers(read, &report.content, report.position)?.hashes() == (report.docx, report.xlsx);
        changed.extend((!is_same).then(|| format!("{} {}", report.year, report.number)));
    }
    Ok(changed)
}
