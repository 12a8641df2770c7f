//! A page that was signed in ink, in its place in the volume of its month.

use std::process::Command;

use xunfang_core::archive::Month;
use xunfang_core::office::api::{PaperSign, VolumeAsked, VolumeFormat};
use xunfang_core::office::{Office, Wanted};
use xunfang_tests::department::{self, Department};
use xunfang_tests::pdf;

/// The pages of a volume that are no empty backs: where each lies in the file, from 1, and its words.
fn pages(bytes: &[u8]) -> Vec<(usize, String)> {
    let text = pdf::text(bytes);
    let all = text.split('\u{c}').enumerate().map(|(n, page)| (n + 1, page.to_owned()));
    all.filter(|(_, page)| !page.trim().is_empty()).collect()
}

/// The running number that the catalogue gives for a sheet.
fn listed(pages: &[(usize, String)], serial: &str) -> usize {
    let lines = pages.iter().filter(|(_, page)| page.contains("卷内目录")).flat_map(|(_, page)| page.lines());
    let line = lines.clone().find(|line| line.contains(serial)).unwrap_or_else(|| panic!("{serial} is in the catalogue"));
    // Behind the day stands the page.
    let behind = line.split("20260224").nth(1).unwrap_or_else(|| panic!("{serial}: {line}"));
    behind.split_whitespace().next().unwrap().parse().unwrap()
}

fn numbered(page: &str, number: usize) -> bool {
    page.split_whitespace().any(|word| word == number.to_string())
}

/// Height in pixels of the greatest picture on a page of the file.
fn pictured(bytes: &[u8], page: usize) -> usize {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let page = page.to_string();
    let out = Command::new("pdfimages").args(["-list", "-f", &page, "-l", &page]).arg(file.path()).output().unwrap();
    let listed = String::from_utf8(out.stdout).unwrap();
    listed.lines().skip(2).filter_map(|line| line.split_whitespace().nth(4)?.parse().ok()).max().unwrap_or(0)
}

fn volume(office: &Office, month: Month, full: bool) -> Vec<u8> {
    let reason = if full { "移交档案室" } else { "" }.to_owned();
    let asked = VolumeAsked { month, format: VolumeFormat::Pdf, full, reason, draft: false };
    office.export_volume(&asked, &|_, _| true).unwrap()
}

/// Who opens the box finds the signed original's picture behind the sheet it belongs to, and every number after it still right.
#[test]
fn a_scan_of_an_inked_page_lies_behind_its_sheet_and_moves_the_numbers_of_what_follows() {
    let root = tempfile::tempdir().unwrap();
    let department = Department::at(root.path(), 1);
    let office = department.first_run().unwrap();
    let customer = department::customer(&office, "赵六").unwrap();
    let visits: Vec<(String, String)> = (1..=3)
        .map(|n| {
            let draft = department::visit_draft(&office, &customer, &format!("第{n}次：电梯异响")).unwrap();
            let sheet = office.finish(&draft.id, &department::visited()).unwrap();
            (sheet.sheet, sheet.serial)
        })
        .collect();
    office.sign(&department::signature(&visits[0].0, "赵六")).unwrap();
    // The second was printed, signed by hand, and its page came back by the scanner.
    let printed = office.export(&[visits[1].0.clone()], Wanted::Pdf, &|_, _| true).unwrap();
    let (scan, _) = office.take_in_scan("签字页.png", &pdf::scan(&printed)).unwrap();
    let signed = PaperSign {
        sheet: visits[1].0.clone(),
        role: "customer_sign".into(),
        row: String::new(),
        blob: scan.photo.blob,
        signer: "赵六".into(),
        signed_on: "2026-02-24".into(),
        place: "档案柜二层".into(),
        choice: "满意".into(),
    };
    office.sign_paper(&signed).unwrap();
    department.later(20 * 86_400);
    let month: Month = "2026-02".parse().unwrap();
    office.close_month(month, "已核对", &|_, _| true).unwrap();

    let bytes = volume(&office, month, true);
    let all = pages(&bytes);
    let [first, second, third] = [0, 1, 2].map(|n: usize| listed(&all, &visits[n].1));
    let at = |serial: &str, number: usize| {
        let bears = |(_, page): &(usize, String)| page.contains(serial) && !page.contains("目录") && numbered(page, number);
        all.iter().position(bears).unwrap_or_else(|| panic!("{serial} stands on page {number}"))
    };
    let sheet = at(&visits[1].1, second);
    let next = at(&visits[2].1, third);
    let between: Vec<&(usize, String)> = all[sheet..next].iter().collect();
    let (scan, own) = between.split_last().unwrap();
    assert!(
        scan.1.contains("纸质签字页") && scan.1.contains(&visits[1].1),
        "right before the next sheet lies the scan: {}",
        scan.1
    );
    assert!(scan.1.contains("档案柜二层"), "with where the original lies");
    assert!(numbered(&scan.1, third - 1), "under a running number of its own, and the next sheet goes on behind it");
    assert_eq!(own.len(), second - first, "in front of it the whole sheet, as long as the one before it");
    assert!(own.iter().all(|(_, page)| !page.contains("纸质签字页")), "and nothing of the scan stands before that");
    assert!(pictured(&bytes, scan.0) > 1_500, "the page is the picture of an A4 as it was scanned: {}", pictured(&bytes, scan.0));
    assert_eq!(all.iter().filter(|(_, page)| page.contains("纸质签字页")).count(), 1, "who signed on the screen has none");

    let masked = volume(&office, month, false);
    let without = pages(&masked);
    assert!(without.iter().all(|(_, page)| !page.contains("纸质签字页")), "it shows a name in ink: not in a masked copy");
    let [before, behind] = [1, 2].map(|n: usize| listed(&without, &visits[n].1));
    assert_eq!(behind - before + 1, third - second, "whose numbers go on without it");
}
