//! The closed lists of volunteering.

logic::codes!(
    /// 特长: what somebody can do, and what a shift asks for.
    Skill {
        /// 讲解导览
        Guide = "guide",
        /// 授课辅导
        Teaching = "teaching",
        /// 科学实验演示
        Demonstration = "demonstration",
        /// 主持
        Hosting = "hosting",
        /// 秩序引导
        Order = "order",
        /// 摄影摄像
        Camera = "camera",
        /// 文字宣传
        Writing = "writing",
        /// 设备技术
        Technical = "technical",
        /// 急救
        FirstAid = "first_aid",
        /// 翻译
        Translation = "translation",
        /// 驾驶
        Driving = "driving",
        /// 助老助残
        Care = "care",
    }
);

logic::codes!(
    /// 语言
    Language {
        /// 普通话
        Mandarin = "mandarin",
        /// 方言
        Dialect = "dialect",
        /// 少数民族语言
        Minority = "minority",
        /// 手语
        Sign = "sign",
        /// 英语
        English = "english",
        /// 日语
        Japanese = "japanese",
        /// 韩语
        Korean = "korean",
        /// 俄语
        Russian = "russian",
    }
);

logic::codes!(
    /// 资格证书: what a certificate is for.
    Proof {
        /// 急救员证
        FirstAid = "first_aid",
        /// 教师资格证
        Teacher = "teacher",
        /// 医师、护士执业证
        Medical = "medical",
        /// 导游证、讲解员证
        Guide = "guide",
        /// 驾驶证
        Driving = "driving",
        /// 消防、安全证
        Safety = "safety",
        /// 心理咨询
        Counselling = "counselling",
        /// 职业技能等级证书、职称证书
        Trade = "trade",
        /// 科普志愿者培训合格证
        Training = "training",
        /// 无犯罪记录证明
        CleanRecord = "clean_record",
    }
);

logic::codes!(
    /// What somebody is at a shift. Figures of one are never mixed with those of another.
    Duty {
        /// 志愿者
        Volunteer = "volunteer",
        /// 专家、讲师
        Lecturer = "lecturer",
        /// 工作人员
        Staff = "staff",
    }
);

logic::codes!(
    /// How places at a shift are given.
    Way {
        /// 公开报名
        Open = "open",
        /// 邀请
        Invitation = "invitation",
    }
);

logic::codes!(
    /// How it is known that somebody came or went.
    How {
        /// 本人报到，待负责人确认
        Told = "told",
        /// 现场签到码
        Code = "code",
        /// 负责人登记或确认
        Keeper = "keeper",
    }
);

logic::codes!(
    /// What a certificate tells of.
    Paper {
        /// 志愿服务记录证明
        Service = "service",
        /// 科普工作记录
        Outreach = "outreach",
    }
);

impl How {
    /// Whether it needs nobody's word any more.
    pub(crate) fn is_sure(self) -> bool {
        self != Self::Told
    }
}
