//! The closed lists of activities.

logic::codes!(
    /// 活动类别, as the national science-popularization statistics and the association's own year tell them apart.
    Class {
        /// 科普（技）讲座
        Lecture = "lecture",
        /// 科普（技）专题展览
        Exhibition = "exhibition",
        /// 科普（技）竞赛
        Contest = "contest",
        /// 实用技术培训
        Training = "training",
        /// 科技夏（冬）令营
        Camp = "camp",
        /// 青少年科技兴趣小组
        Club = "club",
        /// 科研机构、大学向社会开放
        OpenDay = "open_day",
        /// 科普国际交流
        Exchange = "exchange",
        /// 主场、广场活动 (科普日、科技宣传周)
        Fair = "fair",
        /// 科技咨询、义诊
        Advice = "advice",
        /// 科普课堂、农民科技学校
        Lesson = "lesson",
        /// 科学家沙龙
        Salon = "salon",
        /// 学术会议、论坛
        Seminar = "seminar",
        /// 参观、研学
        Tour = "tour",
        /// 科技工作者服务
        Care = "care",
        /// 机关、职工活动
        Staff = "staff",
        /// 其他
        Other = "other",
    }
);

logic::codes!(
    /// 工作领域: whose activity it is.
    Area {
        /// 科学普及
        Popular = "popular",
        /// 学术交流
        Academic = "academic",
        /// 服务科技工作者
        Workers = "workers",
        /// 内部
        Internal = "internal",
    }
);

logic::codes!(
    /// 举办方式: where one can take part.
    Mode {
        /// 线下
        Onsite = "onsite",
        /// 线上
        Online = "online",
        /// 线上线下结合
        Both = "both",
    }
);

logic::codes!(
    /// What a unit beside the host does.
    Part {
        /// 联合主办
        CoHost = "co_host",
        /// 承办
        Organiser = "organiser",
        /// 协办
        Supporter = "supporter",
        /// 指导
        Adviser = "adviser",
    }
);

logic::codes!(
    /// What money is spent on.
    CostItem {
        /// 专家讲课费
        Fee = "fee",
        /// 场地
        Venue = "venue",
        /// 物料、印刷
        Material = "material",
        /// 宣传
        Publicity = "publicity",
        /// 交通、食宿
        Travel = "travel",
        /// 志愿者补贴、保险
        Volunteers = "volunteers",
        /// 其他
        Other = "other",
    }
);

logic::codes!(
    /// Where the money comes from, as the statistics ask.
    CostSource {
        /// 政府拨款
        Government = "government",
        /// 自筹
        Own = "own",
        /// 捐赠
        Donation = "donation",
        /// 其他
        Other = "other",
    }
);

impl Mode {
    /// Whether one can come to a place.
    pub(crate) fn has_place(self) -> bool {
        self != Self::Online
    }

    /// Whether one can take part from afar.
    pub(crate) fn has_link(self) -> bool {
        self != Self::Onsite
    }
}
