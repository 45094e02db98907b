//! Closed lists of words that are stored as short codes: `codes!` makes an enum that reads, writes and lists itself.

/// An enum whose variants are stored as short codes: `codes!(Channel { Onsite = "onsite", Online = "online" })`.
#[macro_export]
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$note:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$note])* $variant),+ }

        impl $name {
            /// All of them, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// Their codes, in the same order.
            pub const CODES: &'static [&'static str] = &[$($code),+];

            /// The stored code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::code::UnknownCode;

            fn from_str(code: &str) -> Result<Self, Self::Err> {
                match code { $($code => Ok(Self::$variant),)+ _ => Err($crate::code::UnknownCode) }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.pad(self.code())
            }
        }

        $crate::single!($name, "not_a_choice");
        $crate::stored_as_code!($name);
    };
}

/// The text is none of the list's codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownCode;

codes!(
    /// 对象: the five key groups of the science literacy outline 2021–2035, and the public at large.
    Audience {
        /// 青少年
        Youth = "youth",
        /// 农民
        Farmers = "farmers",
        /// 产业工人
        Workers = "workers",
        /// 老年人
        Elderly = "elderly",
        /// 领导干部和公务员
        Officials = "officials",
        /// 其他公众
        Public = "public",
    }
);

codes!(
    /// 渠道: how people took part. On-site and online are never merged.
    Channel {
        /// 线下
        Onsite = "onsite",
        /// 线上
        Online = "online",
    }
);

codes!(
    /// 更正原因: why a fact was corrected.
    Reason {
        /// 录入错误
        Mistyped = "mistyped",
        /// 重复登记
        Duplicate = "duplicate",
        /// 对象或地点有误
        WrongSubject = "wrong_subject",
        /// 没有发生
        DidNotHappen = "did_not_happen",
        /// 撤销导入
        ImportUndone = "import_undone",
        /// 合并人员撤销
        MergeUndone = "merge_undone",
    }
);
