//! What the demo says when it is ready: where it is, who can sign in, what is worth opening.

use super::{
    ADMINISTRATOR, CONTACT_PHONE, EXPERT_PHONE, FARMER_PHONE, LEADER, OFFICER, PASSWORD, SECRETARY, STATISTICIAN,
};
use std::net::SocketAddr;

const ROLES: [(&str, &str, &str); 5] = [
    ("系统管理员", "administrator", ADMINISTRATOR),
    ("领导", "leader", LEADER),
    ("干部", "officer", OFFICER),
    ("统计员", "statistician", STATISTICIAN),
    ("学会秘书", "society secretary", SECRETARY),
];

const PHONES: [(&str, &str, &str); 3] = [
    ("专家", "expert", EXPERT_PHONE),
    ("村联络员", "village contact", CONTACT_PHONE),
    ("农户", "farmer", FARMER_PHONE),
];

const PAGES: [(&str, &str, &str); 5] = [
    ("年度计划", "the year's plan", "/plans/2026"),
    ("项目公开页", "programmes, public", "/programmes"),
    ("总览", "the dashboard", "/dashboard"),
    ("匹配轮次", "the rounds (officer)", "/rounds"),
    ("年度报告", "the annual report (officer)", "/reports"),
];

/// The address, one sign-in per role, and a few pages.
pub fn welcome(at: SocketAddr) -> String {
    let mut lines = vec![
        String::new(),
        format!("十上 Tenfold 演示城市  http://{at}"),
        "人名、地名和数字都是虚构的。 Every name and number is invented.".into(),
        String::new(),
        format!("登录 Sign in  http://{at}/sign-in  密码 password: {PASSWORD}"),
    ];
    lines.extend(ROLES.iter().map(|(name, english, login)| row(name, english, login)));
    lines.push(String::new());
    lines.push(format!("手机登录 By telephone  http://{at}/sign-in/phone"));
    lines.push("  验证码印在这个终端里。 The one-time code is printed in this terminal.".into());
    lines.extend(PHONES.iter().map(|(name, english, phone)| row(name, english, phone)));
    lines.push(String::new());
    lines.push("值得一看 Worth opening".into());
    lines.extend(PAGES.iter().map(|(name, english, path)| row(name, english, &format!("http://{at}{path}"))));
    lines.push(String::new());
    lines.join("\n")
}

/// A Chinese character is two columns wide in a terminal.
fn row(name: &str, english: &str, value: &str) -> String {
    let width: usize = name.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum();
    let gap = " ".repeat(14_usize.saturating_sub(width));
    format!("  {name}{gap}{english:<30}{value}")
}
