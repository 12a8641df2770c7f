//! Words of sample sheets, and chance that is the same every time.

/// Draws numbers: SplitMix64.
#[derive(Clone)]
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) >> 11).unwrap_or(0) % end.max(1)
    }

    pub fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of.get(self.below(of.len())).copied().unwrap_or_default()
    }
}

const SURNAMES: [&str; 24] = [
    "赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨", "朱", "秦", "尤", "许", "何",
    "吕", "施", "张",
];
const GIVEN: [&str; 30] = [
    "明", "华", "丽", "军", "敏", "静", "强", "磊", "洋", "艳", "勇", "娟", "涛", "超", "霞", "平", "刚", "桂", "芳", "鑫", "宇",
    "晨", "雪", "琳", "建", "国", "秀", "英", "文", "博",
];
const PLACES: [&str; 16] = [
    "3号电梯",
    "地下二层车库",
    "大堂玻璃门",
    "一号楼消防通道",
    "二期北门岗亭",
    "六层卫生间",
    "屋面排水沟",
    "天台水箱间",
    "商铺后厨烟道",
    "电信井",
    "东侧步梯",
    "垃圾房",
    "空调外机平台",
    "儿童游乐区",
    "快递柜旁",
    "绿化带喷淋头",
];
const TROUBLES: [&str; 16] = [
    "运行中困人约二十分钟",
    "顶板渗漏并滴到车上",
    "关门时有异响",
    "堆放杂物未清理",
    "道闸识别不到车牌",
    "地面湿滑无人提示",
    "排水不畅造成积水",
    "夜间照明熄灭",
    "油烟倒灌入户",
    "噪声扰民影响休息",
    "墙面小广告反复出现",
    "异味明显",
    "饮用水浑浊",
    "门禁失灵无法进入",
    "保安态度生硬",
    "收费明细没有说明",
];
const DOINGS: [&str; 14] = [
    "工程部当日派人到场查看",
    "与维保单位核对了故障记录",
    "已更换损坏的部件",
    "放置警示牌并安排专人清扫",
    "向客户说明了原因并致歉",
    "约定下周再次检查",
    "由保洁主管现场复核",
    "费用由责任单位承担",
    "调取了当班监控录像",
    "通知商户限期整改",
    "联系供水公司取样化验",
    "调整了巡查的时间和路线",
    "客户要求书面答复",
    "整改后连续三天没有再次发生",
];

/// A name of two or three characters.
pub fn name(chance: &mut Chance) -> String {
    let second = if chance.below(3) == 0 { "" } else { chance.one(&GIVEN) };
    format!("{}{}{second}", chance.one(&SURNAMES), chance.one(&GIVEN))
}

/// What a complaint was about.
pub fn summary(chance: &mut Chance) -> String {
    format!(
        "{}{}，客户于{}月{}日反映，要求尽快处理。",
        chance.one(&PLACES),
        chance.one(&TROUBLES),
        1 + chance.below(12),
        1 + chance.below(28)
    )
}

/// What was found and done: about a hundred characters.
pub fn findings(chance: &mut Chance) -> String {
    let mut text = String::new();
    for n in 0..6 {
        text.push_str(if n == 0 { "" } else { "，" });
        text.push_str(chance.one(&DOINGS));
    }
    format!("{text}。{}现已恢复正常。", chance.one(&PLACES))
}
