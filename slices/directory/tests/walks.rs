//! Walks through the directory: one person once, merging and parting, erasing, the tree of units, regions, search.

use axum::http::StatusCode;
use directory::SLICE;
use ground::directory::{Progress, UnitKind, import_regions};
use logic::act::Role;
use logic::fold::Query;
use std::io::Write;
use web::Slice;
use web::kit::{Reader, Walk, on_each_engine};

static SLICES: &[&Slice] = &[&SLICE];

async fn officer(walk: &Walk) -> Reader {
    walk.staff("林干事", Role::Officer, "云川市科协").await
}

async fn record(reader: &Reader, name: &str, phone: &str) -> String {
    reader.post("/people", &[("person_name", name), ("phone", phone)]).await.done()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_is_recorded_once() {
    on_each_engine(SLICES, |walk| async move {
        let lin = officer(&walk).await;
        let first = record(&lin, "陈老师", "13900000001").await;
        assert_eq!(record(&lin, "陈老师", "+86 139-0000-0001").await, first);
        assert_ne!(record(&lin, "陈老师", "13900000002").await, first);
        let rows = lin.get("/people?text=陈").await.ok().rows();
        assert_eq!(rows, [["陈老师", "13900000002", "", ""], ["陈老师", "13900000001", "", ""]]);
        let csv = lin.get("/people.csv?text=陈").await.ok();
        assert_eq!(csv.html(), "\u{feff}名称,电话,单位,职称\n陈老师,13900000002,,\n陈老师,13900000001,,\n");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn doubles_are_found_merged_and_parted_again() {
    on_each_engine(SLICES, |walk| async move {
        let lin = officer(&walk).await;
        let (old, new) = (record(&lin, "陈老师", "13900000001").await, record(&lin, "陈 老师", "13900000001").await);
        let query: Query = "measure=persons&kind=person.recorded".parse().unwrap();
        let persons = async || {
            let query = query.clone();
            walk.read(move |read| Ok(read.figure(&query)?.value())).await
        };
        assert_eq!(persons().await, 2);
        let doubles = lin.get("/people/duplicates").await.ok();
        assert_eq!(doubles.rows().iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["陈老师", "陈 老师"]);
        lin.post(&format!("/people/{new}/merge"), &[("into", &old)]).await.done();
        assert_eq!(persons().await, 1);
        assert!(lin.get("/people/duplicates").await.ok().says("没有发现重复。"));
        assert_eq!(lin.get("/people?text=陈").await.rows().len(), 1);
        let again = lin.post(&format!("/people/{new}/merge"), &[("into", &old)]).await;
        assert_eq!(
            (again.status, again.problems()),
            (StatusCode::CONFLICT, vec!["这条记录已经并入别的记录。".to_owned()])
        );
        let newer = walk.by_phone(logic::id::PersonId(new.parse().unwrap())).await;
        assert_eq!(newer.get("/people").await.status, StatusCode::NOT_FOUND);
        lin.post(&format!("/people/{new}/part"), &[]).await.done();
        assert_eq!(persons().await, 2);
        assert!(lin.get(&format!("/people/{new}")).await.ok().says("撤销合并"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_erased_is_gone_and_the_figures_stand() {
    on_each_engine(SLICES, |walk| async move {
        let admin = walk.staff("管理员", Role::Administrator, "云川市科协").await;
        let lin = officer(&walk).await;
        let id = record(&lin, "陈老师", "13900000001").await;
        let path = format!("/people/{id}/erase");
        assert_eq!(lin.post(&path, &[("sure", "删除")]).await.status, StatusCode::NOT_FOUND, "an officer may not");
        assert_eq!(admin.post(&path, &[("sure", "好")]).await.problems(), ["请输入“删除”二字。"]);
        let own = format!("/people/{}/erase", admin.person.unwrap());
        assert_eq!(admin.post(&own, &[("sure", "删除")]).await.problems(), ["这个人还有能登录的账号，请先关闭账号。"]);
        admin.post(&path, &[("sure", "删除")]).await.done();
        let page = lin.get(&format!("/people/{id}")).await.ok();
        assert!(page.says("（已删除）") && !page.html().contains("13900000001") && !page.html().contains("陈老师"));
        let recorded =
            walk.read(|read| Ok(read.figure(&"measure=persons&kind=person.recorded".parse().unwrap())?.value())).await;
        assert_eq!(recorded, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn units_are_added_moved_and_closed_and_rights_move_with_them() {
    on_each_engine(SLICES, |walk| async move {
        let admin = walk.staff("管理员", Role::Administrator, "云川市科协").await;
        let root = walk.read(|read| Ok(read.find_root_unit()?.unwrap().id)).await.to_string();
        let add = async |name: &str, parent: &str, kind: &str| {
            admin.post("/units", &[("unit_name", name), ("parent", parent), ("unit_kind", kind)]).await.done()
        };
        let office = add("科普部", &root, "department").await;
        let district = add("东山区科协", &root, "district").await;
        let body = add("石桥镇科协", &district, "body").await;
        let known =
            admin.post("/units", &[("unit_name", "科普部"), ("parent", &root), ("unit_kind", "department")]).await;
        assert_eq!(known.problems(), ["这个名称的单位已经有了。"]);
        let local = walk.staff("区干事", Role::Officer, "东山区科协").await;
        let rename = async |name: &str| {
            local.post(&format!("/units/{body}"), &[("unit_name", name), ("unit_kind", "body")]).await.status
        };
        assert_eq!(rename("石桥镇科学技术协会").await, StatusCode::SEE_OTHER);
        assert_eq!(
            admin.post(&format!("/units/{district}/close"), &[("on", "2026-03-05")]).await.problems(),
            ["还有下级单位，不能撤销。"]
        );
        assert_eq!(
            admin.post(&format!("/units/{district}/move"), &[("parent", &body)]).await.problems(),
            ["不能移到自己的下级单位下面。"]
        );
        admin.post(&format!("/units/{body}/move"), &[("parent", &office)]).await.done();
        assert_eq!(rename("石桥镇").await, StatusCode::NOT_FOUND, "it is no longer the district's");
        admin.post(&format!("/units/{district}/close"), &[("on", "2026-03-05")]).await.done();
        assert!(admin.get(&format!("/units/{district}")).await.ok().says("已撤销，最后一天："));
        let tree: Vec<_> = admin
            .get("/units/table")
            .await
            .ok()
            .rows()
            .into_iter()
            .map(|row| (row[0].clone(), row[2].clone()))
            .collect();
        let expected = [("云川市科协", ""), ("科普部", "云川市科协"), ("石桥镇科学技术协会", "科普部")];
        assert_eq!(tree, expected.map(|(name, parent)| (name.to_owned(), parent.to_owned())));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn regions_are_imported_twice_with_the_same_result() {
    on_each_engine(SLICES, |walk| async move {
        let folder = std::env::temp_dir().join(format!("tenfold-regions-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let write = |name: &str, text: &str| std::fs::File::create(folder.join(name)).unwrap().write_all(text.as_bytes()).unwrap();
        write("provinces.csv", "code,name\n99,云省\n");
        write("cities.csv", "code,name,provinceCode\n9901,云川市,99\n9902,直管市,99\n");
        write("counties.csv", "code,name,cityCode,provinceCode,lon,lat,src\n990101,东山区,9901,99,120.5,30.25,x\n990200,直管市,9902,99,121.0,31.0,x\n");
        write("towns.csv", "code,name,areaCode,lon,lat,geonameid\n990101001,石桥镇,990101,,,\n");
        write("villages.csv", "code,name\n990101001001,大河村\n990101001002,小河村\n");
        for _ in 0..2 {
            let mut seen = Vec::new();
            let counts = import_regions(&walk.house.db, &folder, |progress| seen.push(progress)).await.unwrap();
            assert_eq!(counts, [("provinces", 1), ("cities", 2), ("counties", 2), ("towns", 1), ("villages", 2)]);
            assert_eq!(seen.last(), Some(&Progress { file: "villages", rows: 2 }));
        }
        let lin = officer(&walk).await;
        assert_eq!(lin.get("/places").await.ok().links().last().map(String::as_str), Some("/look?size=large&back=%2Fplaces"));
        assert_eq!(lin.get("/places/9901").await.ok().link("东山区"), "/places/990101");
        assert_eq!(lin.get("/places/990101001").await.ok().link("大河村"), "/places/990101001001");
        let direct = walk.read(|read| Ok(read.find_place("9902".parse().unwrap())?)).await.unwrap();
        assert_eq!((direct.name.as_str(), direct.lon), ("直管市", Some(121_000_000)), "a city without counties is one place");
        write("villages.csv", "code,name\n990101001001,大河村\nno,小河村\n");
        let bad = import_regions(&walk.house.db, &folder, |_| ()).await;
        assert!(format!("{:?}", bad.err()).contains("villages, line 3: not a place"));
        std::fs::remove_dir_all(&folder).unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_that_moved_takes_all_below_it_along() {
    on_each_engine(SLICES, |walk| async move {
        for (name, parent) in [("甲", "云川市科协"), ("乙", "云川市科协"), ("甲一", "甲"), ("甲一一", "甲一")]
        {
            walk.unit(name, UnitKind::Body, parent).await;
        }
        walk.write(|tx| {
            let (from, to) = (tx.find_unit_named("甲一")?.unwrap(), tx.find_unit_named("乙")?.unwrap());
            Ok(tx.move_unit(&from, &to)?)
        })
        .await;
        let paths: Vec<_> =
            walk.read(|read| Ok(read.list_units()?)).await.into_iter().map(|unit| (unit.name, unit.path.0)).collect();
        let expected = [
            ("云川市科协", "0001/"),
            ("甲", "0001/0001/"),
            ("乙", "0001/0002/"),
            ("甲一", "0001/0002/0001/"),
            ("甲一一", "0001/0002/0001/0001/"),
        ];
        assert_eq!(paths, expected.map(|(name, path)| (name.to_owned(), path.to_owned())));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_directory_is_not_for_strangers() {
    on_each_engine(SLICES, |walk| async move {
        let id = walk.person("陈老师", Some("13900000001")).await;
        let farmer = walk.by_phone(id).await;
        for path in [
            "/people",
            "/people.csv",
            "/people/new",
            "/people/duplicates",
            "/units",
            "/places",
            &format!("/people/{id}"),
        ] {
            for reader in [&walk.visitor(), &farmer] {
                assert_eq!(reader.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
            }
        }
        assert!(!walk.visitor().get("/search?q=陈老师").await.ok().says("人员"));
        assert_eq!(walk.visitor().api("/api/people", "", None, &[]).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}
