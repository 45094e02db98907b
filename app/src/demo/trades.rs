//! What is grown and kept in the city, what can be taught about it, and what goes wrong with it.

use super::dice::Dice;

/// One discipline's crops or animals, its techniques, and how often it is asked for and known.
pub(super) struct Trade {
    /// GB/T 13745.
    pub(super) discipline: &'static str,
    pub(super) crops: &'static [&'static str],
    methods: &'static [&'static str],
    pub(super) troubles: &'static [&'static str],
    /// How many of a hundred needs, about.
    pub(super) wanted: usize,
    /// How many of a hundred experts, about.
    pub(super) known: usize,
    /// Where its experts work.
    pub(super) employer: &'static str,
}

pub(super) const TRADES: &[Trade] = &[
    Trade {
        discipline: "210.30",
        crops: &["水稻", "小麦", "玉米", "大豆", "油菜", "花生", "甘薯", "马铃薯", "高粱", "谷子", "芝麻", "绿豆"],
        methods: &[
            "育苗壮秧",
            "精量播种",
            "测深施肥",
            "宽窄行密植",
            "节水灌溉",
            "抗倒伏栽培",
            "免耕直播",
            "间作套种",
            "控旺促壮",
            "增密增产",
            "后期护叶",
            "覆膜保墒",
            "良种提纯",
            "机收减损",
        ],
        troubles: &["产量多年上不去", "倒伏严重", "出苗不齐", "品种老化", "后期早衰", "旱年减产"],
        wanted: 20,
        known: 17,
        employer: "云川市农业科学院",
    },
    Trade {
        discipline: "210.40",
        crops: &[
            "苹果", "梨", "桃", "葡萄", "樱桃", "草莓", "番茄", "黄瓜", "辣椒", "茄子", "白菜", "萝卜", "西瓜", "甜瓜",
            "韭菜", "大蒜",
        ],
        methods: &[
            "整形修剪",
            "嫁接换头",
            "疏花疏果",
            "套袋增色",
            "水肥一体化",
            "设施避雨",
            "矮砧密植",
            "穴盘育苗",
            "蜜蜂授粉",
            "越冬防冻",
            "高温控湿",
            "轮作换茬",
        ],
        troubles: &["大小年", "坐果率低", "果子小颜色差", "大棚湿度大", "老园改造", "冬天冻害"],
        wanted: 20,
        known: 17,
        employer: "云川市果树研究所",
    },
    Trade {
        discipline: "210.60",
        crops: &[
            "水稻",
            "小麦",
            "玉米",
            "苹果",
            "梨",
            "桃",
            "葡萄",
            "番茄",
            "黄瓜",
            "辣椒",
            "白菜",
            "大豆",
            "花生",
            "西瓜",
            "韭菜",
            "马铃薯",
        ],
        methods: &[
            "病害早期识别",
            "绿色防控",
            "性诱剂诱杀",
            "天敌释放",
            "杀虫灯布设",
            "精准施药",
            "种子包衣",
            "土传病害防治",
            "抗性治理",
            "残留控制",
        ],
        troubles: &["病虫害年年发", "打药不见效", "根腐病", "叶斑病", "地下害虫", "不敢乱用药"],
        wanted: 15,
        known: 12,
        employer: "云川市植保植检站",
    },
    Trade {
        discipline: "210.50",
        crops: &["稻田", "麦田", "果园", "菜地", "坡地", "大棚", "茶园", "盐碱地", "黏土地", "沙土地"],
        methods: &["测土配方", "酸化改良", "有机肥替代", "秸秆还田", "绿肥轮作", "深松整地"],
        troubles: &["土壤板结", "土壤酸化", "肥料越用越多", "连作障碍"],
        wanted: 7,
        known: 6,
        employer: "云川市土肥站",
    },
    Trade {
        discipline: "210.45",
        crops: &[
            "苹果",
            "梨",
            "桃",
            "葡萄",
            "甘薯",
            "马铃薯",
            "大蒜",
            "辣椒",
            "番茄",
            "香菇",
            "木耳",
            "核桃",
            "花生",
            "红枣",
        ],
        methods: &["预冷保鲜", "简易窖藏", "气调贮藏", "分级包装", "烘干制干", "冷链运输", "防霉防虫"],
        troubles: &["收下来放不住", "烂果多", "没有包装不好卖", "晾晒靠天"],
        wanted: 7,
        known: 5,
        employer: "云川农林学院",
    },
    Trade {
        discipline: "220.45",
        crops: &["核桃", "板栗", "柿子", "花椒", "油茶", "红枣"],
        methods: &[
            "高接换优",
            "幼树拉枝",
            "隔年修剪",
            "林下种植",
            "低产林改造",
            "保花保果",
            "病枝清理",
            "采后处理",
            "适地选种",
            "土壤覆盖",
        ],
        troubles: &["树老不结果", "低产林多", "冻花", "采收费工"],
        wanted: 6,
        known: 5,
        employer: "云川市林业科学研究所",
    },
    Trade {
        discipline: "230.20",
        crops: &["生猪", "奶牛", "肉牛", "肉羊", "蛋鸡", "肉鸡", "肉鸭", "蜜蜂"],
        methods: &[
            "饲料配方",
            "分群饲养",
            "青贮制作",
            "通风降温",
            "人工授精",
            "幼畜保育",
            "粪污发酵",
            "圈舍改造",
            "产仔管理",
            "饮水消毒",
            "节料饲喂",
            "品种改良",
        ],
        troubles: &["养殖成本高", "幼畜成活率低", "粪污没处去", "青贮发霉", "产奶量下降"],
        wanted: 9,
        known: 8,
        employer: "云川市畜牧技术站",
    },
    Trade {
        discipline: "230.30",
        crops: &["生猪", "奶牛", "肉牛", "肉羊", "蛋鸡", "肉鸡", "肉鸭", "兔"],
        methods: &["免疫程序", "疫病早报", "驱虫保健", "乳房炎防治", "腹泻防治", "消毒隔离", "安全用药", "无害化处理"],
        troubles: &["奶牛防疫", "鸡瘟怕", "羔羊腹泻", "不会打疫苗"],
        wanted: 8,
        known: 5,
        employer: "云川市畜牧技术站",
    },
    Trade {
        discipline: "240.20",
        crops: &["草鱼", "鲤鱼", "鲫鱼", "鲈鱼", "泥鳅", "河虾", "小龙虾", "河蟹"],
        methods: &[
            "池塘调水",
            "苗种培育",
            "稻田综合种养",
            "科学投喂",
            "增氧管理",
            "病害预防",
            "越冬管理",
            "尾水净化",
            "混养搭配",
            "活鱼运输",
        ],
        troubles: &["夏天翻塘", "水质变坏", "鱼病", "苗种成活率低"],
        wanted: 4,
        known: 4,
        employer: "云川市水产技术站",
    },
    Trade {
        discipline: "210.70",
        crops: &["水稻", "小麦", "玉米", "花生", "马铃薯", "大棚", "果园", "山地"],
        methods: &["机插作业", "机收调试", "植保无人机", "小型机具改造", "机具保养", "烘干机使用"],
        troubles: &["机器坏了没人修", "山地上不了机器", "不会用无人机"],
        wanted: 4,
        known: 5,
        employer: "云川市农机推广站",
    },
    Trade {
        discipline: "330",
        crops: &[],
        methods: &[],
        troubles: &["老人慢性病", "饮水安全", "营养搭配"],
        wanted: 2,
        known: 3,
        employer: "云川市疾病预防中心",
    },
    Trade {
        discipline: "610",
        crops: &[],
        methods: &[],
        troubles: &["生活污水", "垃圾分类"],
        wanted: 2,
        known: 2,
        employer: "云川农林学院",
    },
    Trade {
        discipline: "520",
        crops: &[],
        methods: &[],
        troubles: &[],
        wanted: 0,
        known: 4,
        employer: "云川职业技术学院",
    },
    Trade {
        discipline: "550",
        crops: &[],
        methods: &[],
        troubles: &["加工作坊不达标"],
        wanted: 1,
        known: 4,
        employer: "云川农林学院",
    },
    Trade {
        discipline: "570",
        crops: &[],
        methods: &[],
        troubles: &["渠道漏水"],
        wanted: 2,
        known: 0,
        employer: "云川职业技术学院",
    },
];

impl Trade {
    /// What is wrong in a village, in a few words.
    pub(super) fn trouble(&self, dice: &mut Dice) -> String {
        let trouble = dice.pick(self.troubles);
        if self.crops.is_empty() { (*trouble).to_owned() } else { format!("{}：{trouble}", dice.pick(self.crops)) }
    }
}

/// A technique's name: what it is for, and what is done.
pub(super) fn techniques(trade: &Trade) -> impl Iterator<Item = (&'static str, String)> {
    let methods = trade.methods;
    trade.crops.iter().flat_map(move |crop| methods.iter().map(move |method| (*crop, format!("{crop}{method}技术"))))
}

/// A trade as often as it is wanted.
pub(super) fn wanted(dice: &mut Dice) -> &'static Trade {
    &TRADES[dice.weighted(TRADES.iter().map(|trade| trade.wanted))]
}

/// A trade as often as someone knows it.
pub(super) fn known(dice: &mut Dice) -> &'static Trade {
    &TRADES[dice.weighted(TRADES.iter().map(|trade| trade.known))]
}
