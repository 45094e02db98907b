//! Step 4: actual against target, and what stands behind it.

use super::seen::{Opened, aims, open};
use super::{RIVER, Year};

impl Year<'_> {
    pub async fn the_plan_shows_figures_that_open_into_their_facts(&self, task: &str) {
        // Folded from all facts the first time, from kept folds the second.
        for _ in 0..2 {
            let plan = self.lin.get("/plans/2026").await.ok();
            let shown: Vec<_> = aims(&plan).into_iter().map(|(cells, _)| cells).collect();
            let of =
                |actual: &str, name: &str, target: &str, share: &str| [name, actual, target, share].map(str::to_owned);
            let expected = [
                of("2", "下村专家", "目标 100 名", "2.0%"),
                of("2", "服务村", "目标 100 个村", "2.0%"),
                of("1", "在用技术", "目标 1,000 项", "0.1%"),
                of("5", "受益人数", "目标 10,000 人", "0.1%"),
            ];
            assert_eq!(shown, expected);
            assert_eq!(aims(&self.lin.get(task).await.ok()), aims(&plan));
            for ((cells, href), expected) in aims(&plan).iter().zip(behind()) {
                assert_eq!(open(&self.lin, href).await, expected);
                assert_eq!((&expected.value, expected.members.len().to_string()), (&cells[1], cells[1].clone()));
                let told: usize = expected.members.iter().map(|(_, facts)| facts).sum();
                assert_eq!(told, expected.facts.len());
            }
            self.ten_visits_to_one_village(&aims(&plan)[1].1).await;
            self.walk.work().await;
        }
    }

    /// One village, ten visits.
    async fn ten_visits_to_one_village(&self, villages: &str) {
        let here = format!("{villages}&region={RIVER}");
        let visits = here.replace("measure=places", "measure=facts");
        let (villages, visits) = (open(&self.lin, &here).await, open(&self.lin, &visits).await);
        assert_eq!((villages.value.as_str(), visits.value.as_str(), visits.facts.len()), ("1", "10", 10));
        let page = self.lin.get(&here).await.ok();
        assert_eq!(open(&self.lin, &page.link("10 条事实")).await, visits, "one click from the village to its visits");
    }
}

/// What the four figures open into.
fn behind() -> [Opened; 4] {
    let opened = |members: &[(&str, usize)], facts: &[(&str, &str, usize)]| Opened {
        value: members.len().to_string(),
        members: members.iter().map(|(name, facts)| ((*name).to_owned(), *facts)).collect(),
        facts: facts
            .iter()
            .flat_map(|(place, person, count)| vec![((*place).to_owned(), (*person).to_owned()); *count])
            .collect(),
    };
    let visits: &[_] = &[("柳树村", "吴园艺师", 1), ("大河村", "郑农艺师", 10)];
    let villages = [("云川市 东山区 石桥镇 大河村", 10), ("云川市 西岭县 柳树乡 柳树村", 1)];
    let here = |name| ("大河村", name, 1);
    let roster =
        [("柳树村", "周大娘", 1), here("赵六"), here("李四"), here("张三"), here("王五"), here("李四"), here("张三")];
    let people = [("张三", 2), ("李四", 2), ("王五", 1), ("赵六", 1), ("周大娘", 1)];
    [
        opened(&[("郑农艺师", 10), ("吴园艺师", 1)], visits),
        opened(&villages, visits),
        opened(&[("旱育秧", 1)], &[("大河村", "张三", 1)]),
        opened(&people, &roster),
    ]
}
