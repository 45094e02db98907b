//! Whole documents in our own words, from the first line to the last.

use super::shared::digest;

const SPEECH: &str = include_str!("../../samples/work-speech.txt");
const BREAKDOWN: &str = include_str!("../samples/breakdown.txt");

#[test]
fn a_speech_saved_from_a_site() {
    insta::assert_snapshot!(digest(&outline::outline(SPEECH)), @r"
    守正创新 实干争先奋力开创新时期科协工作新局面在青梧市科协三届五次全委会暨2009年工作会议上的讲话
    ! 去掉了夹在句子中间的12个页码，并把断开的句子接上
    ! 去掉了不属于正文的22行文字（网站说明、页码等）
    ! 文字在“九、抓状态,振奋精神,雷厉风行,促进……”的“三是要正确对待困难”处中断，后面的内容不全
    ! 文中说“十抓十促进”，应有10项，实际只找到9项
    0
    1 一、抓定位,服务大局,找准角度,促进科协地位提升
    1.1 一是
    1.2 二是
    1.3 三是
    2 二、抓质量,严格标准,注重实效,促进工作水平提升
    2.1 一是要突出重点
    2.2 二是要勤于学习
        due: 每半年→every half-year
    2.3 三是要眼睛向下
        due: 每个季度→every quarter
        how much: 1 次
    3 三、抓能力,练好内功,敢于担当,促进服务本领提升
    3.1 一要提高开拓创新的能力
        due: 年底前→2009-12
    3.2 二要提高协调联合的能力
    3.3 三要提高解决难题的能力
    3.4 四要提高调查研究的能力
        due: 6月底前→2009-06
        what: 走基层、听心声
    4 四、抓品牌,突出特色,精心培育,促进社会认知提升
        due: 全年→2009
        how much: 100 名 · 100 村 · 1000 项 · 10000 民 · 5000 名
        what: 全民科学素质行动计划纲要 · 百名专家进百村,千项技术惠万民 · 百千万 · 农民科普学校 · 五进一展演 · 科技工作者诉求服务中心
    5 五、抓水平,瞄准前沿,鼓励争鸣,促进学术交流提升
    5.1 一是
        due: 9月底前→2009-09
        how much: 300 篇 · 50 篇
        what: 首届青年学术年会
    5.2 二是
        how much: 20000 元
    5.3 三要扩大对外交流
        how much: 20 名
        what: 海智桥
    6 六、抓活动,丰富载体,广泛动员,促进公众参与提升
    6.1 一要组织面向公众的科普活动
    6.2 二要组织面向学会的学术活动
        due: 全年→2009
        how much: 120 场
    6.3 三要组织面向科技人员的联谊活动
        due: 每两个月→every 2 months
        how much: 1 期
        what: 科技工作者沙龙
    6.4 四要组织面向机关的内部活动
    7 七、抓规模,集中力量,形成声势,促进社会影响提升
    7.1 一要办好大型活动
        what: 科技下乡月 · 科普大集 · 百千万
    7.2 二要推进大联合
    7.3 三要做好大宣传
    8 八、抓措施,改进方法,搭建平台,促进工作实效提升
    8.1 一是在科普工作方面
        what: 家庭科学知识竞赛 · 一廊、一室、一队 · 三建一评
    8.2 二是在学会工作方面
        what: 369能力提升工程
    8.3 三是在建家工作方面
        due: 每年→every year
        how much: 5 名 · 4 次
    9 九、抓状态,振奋精神,雷厉风行,促进工作效率提升
    9.1 一是要热爱这份事业
    9.2 二是要雷厉风行抓落实
    9.3 三是要正确对待困难
    ");
}

#[test]
fn a_breakdown_of_tasks() {
    insta::assert_snapshot!(digest(&outline::outline(BREAKDOWN)), @r"
    关于印发《青梧市科协2025年重点工作任务分解方案》的通知
    0
    1 一、提升公民科学素质
    1.1 （一）办好全国科普月
        who: 科普部:lead · 市教育局:support · 市农业农村局:support · 各县（市、区）科协:support+
        due: 9月→2025-09
        how much: 1 场 · 30 场 · 200000 人次
        what: 全国科普月
    1.2 （二）建设科普阵地
    1.2.1 1.
        who: 科普部:lead
        due: 每季度→every quarter · 6月底前→2025-06
        how much: 5 个 · 1 次
    1.2.2 2．
        who: 科普部:lead · 市农业农村局:support · 各县（市、区）科协:support+
        due: 2025年12月31日前→2025-12-31
        how much: 5000 名 · 120 项
    1.2.3 3、
        who: 科普部:lead · 市民政局:support · 市老科协:support+
        how much: 30000 人次
        what: 银龄跨越数字鸿沟
    1.3 （三）实施“百名专家进百村,千项技术惠万民”工程
        who: 科普部:lead · 学会部:support · 市住房和城乡建设局:support
        due: 每年→every year · 年底前→2025-12
        how much: 100 名 · 100 村 · 1000 项 · 10000 民 · 100 名 · 6 次 · 350 个
        what: 百名专家进百村,千项技术惠万民
    2 二、服务科技工作者
    2.1 （四）建立科技工作者诉求服务中心
        who: 组宣部:lead · 办公室:support
        due: 15日内→? · 60日内→?
        how much: 95 %
    2.2 （五）举办第六届青梧学术年会
        who: 学会部:lead
        due: 上半年→2025-06
        how much: 300 篇 · 12000 元
        what: 第六届青梧学术年会
    3 三、加强自身建设
    3.1 （六）完善制度体系
        who: 办公室:lead · 机关党委:support
    3.1.1 一是
    3.1.2 二是
    3.1.3 三是
        due: 每月→every month
        how much: 1 次
    3.2 （七）
        who: 办公室:lead
        due: 长期坚持→ongoing
        how much: 1.5 元
    ");
}

#[test]
fn an_outline_for_people() {
    let text = "2025年工作要点\n前言。\n一、培训农民\n（一）全年培训5000人。\n办好“科普日”活动。（科普部牵头，学会部等配合）\n三、其他";
    insta::assert_snapshot!(outline::outline(text).to_text(), @r"
    2025年工作要点

    ［提示］“三、其他”前面缺第2项

    前言。
    一、培训农民
      （一）全年培训5000人
        办好“科普日”活动。
        · 责任：科普部（牵头）、学会部（配合，等）
        · 期限：全年［2025］
        · 指标：5000人［5000 人］
        · 项目：科普日
    三、其他
    ");
}
