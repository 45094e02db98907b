//! The words the city is made of. None of it exists: names are put together from syllables, numbers begin with 100,
//! which no one's telephone does.

use super::dice::Dice;
use logic::form::Phone;

pub(super) const ASSOCIATION: &str = "云川市科协";
pub(super) const CITY: &str = "云川市";

pub(super) const COUNTIES: [&str; 9] =
    ["晴川区", "霁月区", "云麓县", "柳影县", "白桦县", "青塘县", "望泉县", "松坪县", "雁鸣县"];

pub(super) const TOWNS: [&str; 40] = [
    "石桥镇",
    "竹溪镇",
    "清源镇",
    "南渡镇",
    "北塘镇",
    "永丰镇",
    "和顺镇",
    "梨园镇",
    "枫林镇",
    "荷湾镇",
    "银杏镇",
    "双桥镇",
    "龙泉乡",
    "马鞍镇",
    "红枫乡",
    "桃源镇",
    "白鹭乡",
    "金穗镇",
    "麦香镇",
    "稻香镇",
    "月亮湾镇",
    "花园乡",
    "高坪乡",
    "老街镇",
    "长河镇",
    "云雾乡",
    "茶亭镇",
    "古渡镇",
    "新桥镇",
    "杏花镇",
    "槐荫镇",
    "柿林乡",
    "芦花镇",
    "雁滩乡",
    "草场乡",
    "牧歌乡",
    "沙枣镇",
    "松涛镇",
    "溪口镇",
    "望月镇",
];

const VILLAGE_FIRST: &[&str] = &[
    "上", "下", "东", "西", "南", "北", "大", "小", "前", "后", "新", "老", "柳", "杨", "槐", "桃", "杏", "梨", "枣",
    "竹", "松", "荷", "鹿", "雁", "石", "金",
];
const VILLAGE_LAST: &[&str] =
    &["河", "湾", "坝", "岭", "坪", "塘", "泉", "沟", "店", "庄", "台", "洼", "圩", "滩", "屯", "畈"];

/// So many names of villages, each once.
pub(super) fn villages(dice: &mut Dice, count: usize) -> Vec<String> {
    let both = |first: &&str| VILLAGE_LAST.iter().map(|last| format!("{first}{last}村")).collect::<Vec<_>>();
    let mut names: Vec<String> = VILLAGE_FIRST.iter().flat_map(both).collect();
    dice.shuffle(&mut names);
    names.truncate(count);
    names
}

const SURNAMES: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳";
const GIVEN: &str = "禾穗稼圃畦耘耕播垄粟稷菽麦榆桐槿棠杞樟桦杉枫栎楠榕茵荷菱芷蓼苇芦萱芸薇苔苗溪涧泉沐澜汀渡霁晴岚霖露霜虹曦昕晗旭晨暮岭岳";

/// A person's name.
pub(super) fn person(dice: &mut Dice) -> String {
    let (surnames, given): (Vec<char>, Vec<char>) = (SURNAMES.chars().collect(), GIVEN.chars().collect());
    let mut name = dice.pick(&surnames).to_string();
    name.push(*dice.pick(&given));
    if dice.chance(72) {
        name.push(*dice.pick(&given));
    }
    name
}

/// Which kind of person a telephone number is for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Line {
    Expert = 10_011,
    Contact = 10_022,
    Farmer = 10_033,
    Volunteer = 10_044,
    Staff = 10_055,
}

/// A number of eleven digits that nobody can have: no number in China begins with 100 and is that long.
pub(super) fn phone(line: Line, number: usize) -> String {
    format!("{}{number:06}", line as i32)
}

pub(super) fn as_phone(number: &str) -> Phone {
    Phone(number.to_owned())
}

pub(super) const DEPARTMENTS: [&str; 8] =
    ["办公室", "科普部", "学会学术部", "组织联络部", "调研宣传部", "计划财务部", "农村科普服务中心", "云川市科技馆"];

pub(super) const INSTITUTIONS: [&str; 12] = [
    "云川市农业科学院",
    "云川农林学院",
    "云川市畜牧技术站",
    "云川市植保植检站",
    "云川市果树研究所",
    "云川市蔬菜研究所",
    "云川市水产技术站",
    "云川市林业科学研究所",
    "云川市土肥站",
    "云川市农机推广站",
    "云川市疾病预防中心",
    "云川职业技术学院",
];

pub(super) const PARTNERS: [&str; 5] =
    ["云川市农业农村局", "云川市教育局", "云川市科学技术局", "云川市卫生健康局", "云川市林业局"];

const SUBJECTS: [&str; 64] = [
    "农学",
    "林学",
    "园艺",
    "植物保护",
    "土壤肥料",
    "畜牧兽医",
    "水产",
    "农业机械",
    "农业工程",
    "食品科学",
    "茶叶",
    "蚕桑",
    "水利",
    "气象",
    "地质",
    "测绘",
    "环境科学",
    "生态",
    "生物",
    "化学",
    "化工",
    "物理",
    "数学",
    "力学",
    "天文",
    "地理",
    "心理",
    "统计",
    "系统工程",
    "自动化",
    "计算机",
    "电子",
    "通信",
    "电机工程",
    "动力工程",
    "机械工程",
    "汽车工程",
    "材料",
    "金属",
    "煤炭",
    "能源",
    "制冷",
    "纺织",
    "造纸",
    "印刷",
    "土木建筑",
    "公路",
    "铁道",
    "航空",
    "城市规划",
    "风景园林",
    "消防",
    "标准化",
    "计量测试",
    "医学",
    "中医药",
    "护理",
    "药学",
    "预防医学",
    "营养",
    "针灸",
    "口腔医学",
    "康复",
    "图书情报",
];

const TRADES: [&str; 40] = [
    "水稻",
    "小麦",
    "玉米",
    "大豆",
    "油菜",
    "花生",
    "马铃薯",
    "苹果",
    "梨",
    "桃",
    "葡萄",
    "樱桃",
    "草莓",
    "番茄",
    "辣椒",
    "西瓜",
    "食用菌",
    "中药材",
    "花卉",
    "核桃",
    "板栗",
    "柿子",
    "竹业",
    "生猪",
    "奶牛",
    "肉牛",
    "肉羊",
    "蛋鸡",
    "肉鸭",
    "蜜蜂",
    "淡水鱼",
    "河虾",
    "蔬菜",
    "种子",
    "饲料",
    "农产品加工",
    "农村能源",
    "农村电商",
    "节水灌溉",
    "乡村规划",
];

const SCIENCES: [&str; 16] = [
    "青少年科技教育",
    "科普作家",
    "科技期刊编辑",
    "老科技工作者",
    "女科技工作者",
    "科技志愿者",
    "科学教师",
    "科普讲师",
    "自然观察",
    "航模",
    "无线电",
    "机器人",
    "创新方法",
    "知识产权",
    "技术经济",
    "科技情报",
];

/// The 120 member societies.
pub(super) fn societies() -> Vec<String> {
    let named = |subject: &&str, kind: &str| format!("{CITY}{subject}{kind}");
    // 农学会, not 农学学会; but 食品科学学会.
    let stem =
        |subject: &'static str| if subject.chars().count() == 2 { subject.trim_end_matches('学') } else { subject };
    let learned = SUBJECTS.iter().map(|subject| named(&stem(subject), "学会"));
    let trades = TRADES.iter().map(|trade| named(trade, "技术协会"));
    learned.chain(trades).chain(SCIENCES.iter().map(|science| named(science, "协会"))).collect()
}
