//! Step 3, second half: visits, by the expert himself and by an officer for who telephoned; the farmers' word.

use super::seen::{between, chosen};
use super::{RIVER, WILLOW, Year};
use web::kit::Reader;

impl Year<'_> {
    /// Ten days in 大河村, one in 柳树村. Tells the visit on which a number was mistyped.
    pub async fn visits_are_logged(&self, river: &str, willow: &str) -> String {
        let technique = self.a_technique_is_proven_here().await;
        let (zheng, wu) = (self.expert_of(river).await, self.expert_of(willow).await);
        let mut mistyped = String::new();
        for day in 6..=15 {
            self.walk.later(24 * 3600).await;
            let himself = self.by_phone("13800000002").await;
            let form = himself.get("/visits/new").await.ok();
            assert_eq!((chosen(&form, "expert"), chosen(&form, "village")), (zheng.clone(), RIVER.to_owned()));
            let on = format!("2026-03-{day:02}");
            let (onsite, roster) = match day {
                6 => ("20", "张三 13600000001\n李四 13600000002\n王五 13600000003"),
                7 => ("20", "张三 13600000001\n李四 13600000002\n赵六 13600000004"),
                8 => ("200", ""),
                _ => ("20", ""),
            };
            let fields = visit(&zheng, RIVER, &on, onsite);
            let more = [
                ("roster", roster),
                ("techniques", technique.as_str()),
                ("is_return", if day == 15 { "1" } else { "" }),
            ];
            let more = more.into_iter().filter(|(_, value)| !value.is_empty());
            let id = himself.post("/visits", &fields.into_iter().chain(more).collect::<Vec<_>>()).await.done();
            match day {
                8 => mistyped = id,
                15 => self.farmers_say_whether_they_use_it(&himself, &id, &technique).await,
                _ => {}
            }
        }
        self.who_telephoned_is_written_down(&wu).await;
        mistyped
    }

    pub async fn expert_of(&self, post: &str) -> String {
        let experts = self.lin.get(post).await.ok().links();
        experts.iter().find_map(|href| href.strip_prefix("/experts/")).unwrap().to_owned()
    }

    async fn a_technique_is_proven_here(&self) -> String {
        let lin = &self.lin;
        let id = lin.post("/techniques", &[("technique_name", "旱育秧"), ("discipline", "210.30")]).await.done();
        let trial = [("trial_place", RIVER), ("trial_season", "2025年春")];
        lin.post(&format!("/techniques/{id}/prove"), &trial).await.done();
        lin.post(&format!("/techniques/{id}/list"), &[]).await.done();
        id
    }

    /// One says yes, one says no: only the yes will count.
    async fn farmers_say_whether_they_use_it(&self, expert: &Reader, visit: &str, technique: &str) {
        for (name, phone, answer) in [("张三", "13600000001", "confirm"), ("李四", "13600000002", "deny")] {
            let farmer = [("technique", technique), ("farmer_name", name), ("farmer_phone", phone)];
            expert.post(&format!("/visits/{visit}/applications"), &farmer).await.done();
            let farmer = self.by_phone(phone).await;
            let asked = farmer.get("/work").await.ok();
            let action = between(&asked.html(), "action=\"/applications/", "/");
            farmer.post(&format!("/applications/{action}/{answer}"), &[]).await.done();
        }
        let page = self.lin.get(&format!("/visits/{visit}")).await.ok();
        assert!(page.says("2026-03-15 回访") && page.says("在用旱育秧张三\n没有用旱育秧李四"), "{}", page.words());
    }

    async fn who_telephoned_is_written_down(&self, expert: &str) {
        let caller = [("roster", "周大娘 13600000005"), ("behalf_name", "周大娘"), ("behalf_phone", "13600000005")];
        let fields = [visit(expert, WILLOW, "2026-03-14", "7").as_slice(), &caller].concat();
        let id = self.lin.post("/visits", &fields).await.done();
        let page = self.lin.get(&format!("/visits/{id}")).await.ok();
        assert!(page.says("林干事，代为登记：周大娘"), "{}", page.words());
    }
}

/// What is written down of a visit.
pub fn visit<'a>(expert: &'a str, village: &'a str, on: &'a str, onsite: &'a str) -> [(&'a str, &'a str); 6] {
    [("expert", expert), ("village", village), ("on", on), ("days", "1"), ("onsite", onsite), ("audience", "farmers")]
}
