//! What makes a number nobody's by itself: the measure behind it, the price before it, the word for a total. A telephone has seven or
//! eight figures as an amount has, so each of them must be unmistakable: where in doubt, the number is hidden.

use super::numbers::subscriber;
use super::shapes::{Marks, Place};
use super::signs::{chinese, digit, ends_line, gap, unseen};

/// What a measure is told by, right behind the number.
const MEASURES: &str = "次 户 万 千 百 米 % ％";
/// Those that are known behind a space too.
const FAR_MEASURES: &str =
    "元 元整 万元 千瓦 千瓦时 度 吨 升 毫升 公升 公斤 千克 kg l 平方 平方米 平米 立方 立方米 ㎡ m³ ㎥ kwh kw·h kw.h";
/// What stands before a total or a size, and seldom before a telephone.
const TOTALS: &str = "余额 金额 总额 合计 总计 共计 小计 总价 造价 预算 决算 人民币 面积 户数 人数 数量";
/// What may stand between that and its number.
const AFTER_A_TOTAL: &str = "：:是为（(【「“\"'";
/// And behind its number, where the line does not end.
const AFTER_A_SUM: &str = "，。、；！？）】」”’,;!?)";
/// What is charged. People note a charge and whom to call about it side by side (`催缴物业费 85512345`), so it makes no amount of a
/// number that has the figures of a telephone.
const CHARGES: &str = "押金 定金 订金 保证金 预存 预存款 预缴 物业费 管理费 水费 电费 气费 燃气费 停车费 维修费 服务费 装修费 清洁费 滞纳金 \
    违约金 罚款 赔偿金 赔偿款 租金 房租 基金 资金 货款 工程款 欠款 应收 实收 应缴 实缴 应付 实付 单价 报价 收入 支出 余额 金额 总额 合计 总计 \
    共计 小计 总价 造价 预算 决算 人民币";

impl Place<'_> {
    /// Whether a group is an amount or a measure by what stands behind it: `23456789元`. Behind a measure no word goes on: 次日, 户主,
    /// 度假, 万达 and 米兰 are none.
    pub(super) fn is_measure(self, group: usize) -> bool {
        let behind: String = self.behind(group).take(16).collect::<String>().to_lowercase();
        let is = |behind: &str, words: &str| {
            words.split(' ').filter_map(|word| behind.strip_prefix(word).map(|rest| (word, rest))).any(|(word, rest)| {
                !(word.ends_with(char::is_alphabetic) && rest.trim_start_matches(unseen).starts_with(char::is_alphabetic))
            })
        };
        let measure = |behind: &str| is(behind, MEASURES) || is(behind.trim_start_matches(gap), FAR_MEASURES);
        // A decimal, and not the next number: 85512345.3栋, 85512345.13-2.
        let decimal = behind.strip_prefix(['.', '．']).is_some_and(|rest| {
            let end = rest.trim_start_matches(|c: char| digit(c) && !chinese(c));
            let ends = !end.trim_start_matches(unseen).starts_with(|c: char| c.is_alphanumeric() || "-－—–#＃/／.．".contains(c));
            (1..=3).contains(&(rest.chars().count() - end.chars().count())) && (ends || measure(end))
        });
        decimal || measure(&behind)
    }

    /// Whether the first group has a price's mark before it, counts something in a row (`第23456789号`), or is the rest of a decimal
    /// below one. What stands behind any other figure and a point or a comma may be the next number: `1702,88881236`.
    pub(super) fn is_priced(self) -> bool {
        let mark = (0..4).map_while(|number| self.nth_before(number)).find(|c| !gap(*c));
        let decimal = || self.nth_before(1) == Some('0') && !self.nth_before(2).is_some_and(digit);
        matches!(mark, Some('¥' | '￥' | '$')) || self.before() == Some('第') || self.before() == Some('.') && decimal()
    }

    /// Whether the first group is a total by the word right before it, on its line and with nothing behind it but a mark: `合计 23456789。`,
    /// and not `合计 88881236 王先生`.
    pub(super) fn is_total(self) -> bool {
        let mut behind = self.behind(0).skip_while(|c| gap(*c));
        let ends = behind.next().is_none_or(|c| ends_line(c) || AFTER_A_SUM.contains(c));
        let marks = (0..).map_while(|number| self.nth_before(number));
        let mut marks = marks.take_while(|c| c.is_whitespace() || unseen(*c) || AFTER_A_TOTAL.contains(*c));
        let before = self.words_before(|c| AFTER_A_TOTAL.contains(c));
        ends && !marks.any(ends_line) && TOTALS.split(' ').any(|word| before.ends_with(word))
    }

    /// Whether two groups stand behind the word for a charge as a fixed line is parted: `维修费8551-2345`. Years are none, nor what a
    /// measure follows.
    pub(super) fn is_parted_behind_a_charge(self) -> bool {
        let shape = self.shape(Marks::Within);
        let parted = matches!((shape.first(), shape.get(1)), (Some(4), Some(3 | 4)) | (Some(3), Some(4)));
        let between = self.between(0);
        let hyphens = between.iter().filter(|c| !gap(**c));
        let close = hyphens.clone().count() <= 1 && hyphens.clone().all(|c| "-－‐‑–".contains(*c));
        let years = (0..2).all(|group| (1990..2100).contains(&self.value(group)));
        let line = parted && close && !years && subscriber(&self.digits(0, 1)) && !self.goes_on();
        line && !self.is_priced() && !self.is_measure(1) && !self.in_a_code() && self.is_of(CHARGES)
    }
}
