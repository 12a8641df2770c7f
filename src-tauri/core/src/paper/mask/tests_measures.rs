//! What stands beside a telephone number, and takes it out of the mask only where nothing else can be meant.

use std::collections::BTreeSet;

use super::numbers::masked;
use super::ordinary::{ROLES, papers, parts};

const NUMBER: &str = "85512345";
const HIDDEN: &str = "******45";
/// Measures of more than one character; of those of one, none is a word of the papers here.
const MEASURES: [&str; 13] =
    ["平方", "平方米", "平米", "立方", "立方米", "千瓦", "千瓦时", "毫升", "公升", "公斤", "千克", "万元", "元整"];

fn shown(text: &str) -> String {
    masked(text, true, true)
}

/// Passes when a fixed line is hidden before every word of the papers, wherever in the word one begins to read, and every role.
#[test]
fn no_word_behind_a_number_makes_an_amount_of_it() {
    let han = |word: &&str| word.chars().count() > 1 && word.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let of_the_papers = papers().lines().flat_map(|line| (2..=3).flat_map(move |length| parts(line, length)));
    let own = "次日 次卧 户主 户外 户型 百货 百度 千万 千禧 万一 万达 万科 万总 度假 度娘 度秘书 米兰 米线 元旦 元宝 元总 吨位 升降机 升旗 升级 \
        元女士 平方根 千瓦计";
    let words: BTreeSet<&str> = of_the_papers.chain(ROLES.split_whitespace()).chain(own.split_whitespace()).filter(han).collect();
    assert!(words.len() > 1_000, "the papers say much: {}", words.len());
    for word in words.into_iter().filter(|word| !MEASURES.contains(word)) {
        for before in ["", "张三"] {
            let told = shown(&format!("{before}{NUMBER}{word}"));
            assert_eq!(told, format!("{before}{HIDDEN}{word}"), "{word} is no measure");
        }
    }
    for typed in ["85512345次\u{200b}日", "85512345 度\u{200b}假", "85512345.3栋", "85512345.13-2", "1702,85512345", "1.85512345"]
    {
        assert_eq!(shown(typed), typed.replace(NUMBER, HIDDEN), "{typed}");
    }
}

/// Passes when the word that says whose number it is counts, and nothing behind the number.
#[test]
fn behind_a_word_for_a_telephone_an_account_or_a_paper_no_measure_counts() {
    let measures = "次 户 百 千 万 度 米 元 升 吨 % 次日上午回 户主本人 户主接听 万达 元旦 .5";
    for word in "电话 联系电话 座机 传真 手机号 致电 打 拨 tel phone 微信 QQ 邮箱 护照 证件号 居住证".split(' ')
    {
        for (mark, behind) in ["", "：", ":", " ", "号"].into_iter().flat_map(|mark| measures.split(' ').map(move |m| (mark, m)))
        {
            let typed = format!("{word}{mark}{NUMBER}{behind}");
            if mark == "号" && !["护照", "微信", "电话", "座机"].contains(&word) {
                continue;
            }
            assert_eq!(shown(&typed), typed.replace(NUMBER, HIDDEN), "{typed}");
        }
    }
    for (typed, told) in [
        ("电话：8551-2345次日", "电话：****-**45次日"),
        ("电话 8551 2345 元", "电话 **** **45 元"),
        ("护照 12345678户主", "护照 ******78户主"),
        ("电话 138+0013+7001元", "电话 138+****+7001元"),
        ("电话 852-91234567次", "电话 ***-******67次"),
    ] {
        assert_eq!(shown(typed), told, "{typed}");
    }
}

/// Passes when a charge shows no number with the figures of a telephone unless it has the mark of a price, and a total only by itself.
#[test]
fn a_charge_beside_a_telephone_shows_none_of_it() {
    for text in [
        "催缴物业费 85512345",
        "退押金 85512345 王女士",
        "欠款 85512345 催缴",
        "报价 85512345",
        "物业费：85512345",
        "合计 85512345 王先生",
        "余额\n85512345",
        "余额 2000、85512345",
        "余额 85512345（王女士）",
        "押金 85512345元女士",
    ] {
        assert_eq!(shown(text), text.replace(NUMBER, HIDDEN), "{text}");
    }
    for (typed, told) in [
        ("管理费 88881236 王先生", "管理费 ******36 王先生"),
        ("装修费 8551 2345", "装修费 **** **45"),
        ("维修费8551-2345", "维修费****-**45"),
        ("维修费 8551 2345 3栋1702", "维修费 **** **45 3栋1702"),
        ("押金 2000000", "押金 *****00"),
    ] {
        assert_eq!(shown(typed), told, "{typed}");
    }
    for text in [
        "押金 2000000 元",
        "押金 2000000元，已退",
        "押金 ¥2000000、￥ 2000000",
        "押金 2000000.00",
        "货款 2345678万元",
        "合计：23456789。",
        "建筑面积 2345678平方米",
        "人民币 23456789元整",
        "物业费 2025-2026",
        "报价 3000-5000元",
        "金额 135 1200 1300",
    ] {
        assert_eq!(shown(text), text, "{text} is an amount");
    }
}

/// Passes when a card of fifteen figures is one behind the word for a thing too, where a day of birth stands in it.
#[test]
fn an_old_card_is_known_by_its_day_of_birth_and_an_order_has_none() {
    for word in ["合同", "编号：", "证书号 ", "资产编号", "合同 HT-2026 "] {
        assert_eq!(shown(&format!("{word}520102900101123")), format!("{word}520**********23"), "{word}");
    }
    for text in [
        "合同 520102901301123",
        "订单 520102900101123",
        "快递单号 520102900101123",
        "运单号520102900101123",
        "交易流水 520102900101123",
    ] {
        assert_eq!(shown(text), text, "{text}: no day, or an order");
    }
}
