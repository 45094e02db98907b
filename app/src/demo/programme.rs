//! The programme 百千万: planned, launched, run, with its partners; its page is public.

use super::people::Ground;
use super::stage::{City, Scene, at, button, day};
use ground::stop::{OrMissing, Stop};
use logic::form::Raw;
use logic::id::Id;
use std::sync::Arc;

const GOAL: &str = "百名专家进百村，千项技术惠万民：让每个缺技术的村都有专家，让每项好技术都有农户用上。";

const PARTNERS: [&str; 7] = [
    "云川市农业农村局",
    "云川市林业局",
    "云川市农业科学院",
    "云川农林学院",
    "云川市农学会",
    "云川市植物保护学会",
    "云川市畜牧兽医学会",
];

/// Two smaller programmes stand beside it, so that a list is a list.
const OTHERS: [(&str, &str, &str); 2] = [
    ("科普四进", "科普图书、科普展板、科普讲师、科普电影进社区，月月有安排。", "科普部"),
    ("青年学术年会", "给青年科技工作者一个登台亮相的地方。", "学会学术部"),
];

/// What the year's activities belong to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Brands {
    pub(super) four_in: Id,
    pub(super) salons: Id,
}

/// January: the programme begins, and 科普四进 beside it.
pub(super) async fn begin(city: &City, ground: &Arc<Ground>) -> Result<(Id, Brands), Stop> {
    let ground = ground.clone();
    city.write(at(day(1, 15), 9), move |scene| {
        let mut first = None;
        for (name, goal, unit) in OTHERS {
            let other = add(scene, &ground, name, goal, unit)?;
            scene.on(ground.officer()?, "programme.launch", other, button())?;
            first = first.or(Some(other));
        }
        let programme = add(scene, &ground, "百千万工程", GOAL, "农村科普服务中心")?;
        for partner in PARTNERS {
            scene.later(300);
            scene.on(
                ground.officer()?,
                "programme.add_partner",
                programme,
                Raw::of([("unit", ground.unit(partner)?.as_str())]),
            )?;
        }
        scene.on(ground.officer()?, "programme.launch", programme, button())?;
        scene.later(600);
        scene.on(ground.officer()?, "programme.run", programme, button())?;
        let four_in = first.or_missing()?;
        let salons = [
            ("title", "青年科学家沙龙"),
            ("unit", &ground.unit("学会学术部")?),
            ("note", "不同学科的年轻人坐在一起，把没想明白的问题说出来。"),
        ];
        let salons = scene.make(ground.officer()?, "activity_series.begin", Raw::of(salons))?;
        Ok((programme, Brands { four_in, salons }))
    })
    .await
}

fn add(scene: &mut Scene, ground: &Ground, name: &str, goal: &str, unit: &str) -> Result<Id, Stop> {
    scene.later(600);
    let unit = ground.unit(unit)?;
    scene.make(ground.officer()?, "programme.add", Raw::of([("programme_name", name), ("goal", goal), ("unit", &unit)]))
}
