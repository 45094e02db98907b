//! The API's description (OpenAPI 3.1), made from the same declarations that pages and acts are made from.

use crate::house::House;
use crate::slice::{ActEntry, ListEntry};
use crate::text::Lang;
use logic::form::{Field, Kind};
use serde_json::{Map, Value, json};

/// The whole description.
pub(crate) fn describe(house: &House) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for list in house.lists() {
        path_of(&mut paths, list.path).insert("get".into(), describe_list(house, list));
    }
    for act in house.acts() {
        path_of(&mut paths, act.path).insert("post".into(), describe_act(house, act));
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Tenfold 十上", "version": env!("CARGO_PKG_VERSION"), "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" } },
        "servers": [{ "url": house.config.public_url }],
        "paths": paths,
        "components": { "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } }, "schemas": schemas() },
    })
}

fn path_of<'a>(paths: &'a mut Map<String, Value>, path: &str) -> &'a mut Map<String, Value> {
    let entry = paths.entry(format!("/api{path}")).or_insert_with(|| {
        let names: Vec<_> = path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        let parameters: Vec<_> = names
            .iter()
            .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
            .collect();
        json!({ "parameters": parameters })
    });
    #[expect(clippy::unwrap_used, reason = "the line above made it an object")]
    entry.as_object_mut().unwrap()
}

fn describe_list(house: &House, list: &ListEntry) -> Value {
    let query = |name: &str, schema: Value| json!({ "name": name, "in": "query", "schema": schema });
    let sorts: Vec<_> = list
        .columns
        .iter()
        .filter(|column| column.is_sortable)
        .flat_map(|column| [column.key.into(), format!("-{}", column.key)])
        .collect();
    let mut parameters: Vec<_> = list.filters.iter().map(|field| query(field.name, schema(field))).collect();
    parameters.push(query("page", json!({ "type": "integer", "minimum": 1 })));
    parameters.push(query("limit", json!({ "type": "integer", "minimum": 1, "maximum": 1000 })));
    if !sorts.is_empty() {
        parameters.push(query("sort", json!({ "type": "string", "enum": sorts })));
    }
    let columns: Map<String, Value> =
        list.columns.iter().map(|column| (column.key.into(), column_schema(column.kind))).collect();
    let items = json!({ "type": "object", "properties": columns });
    let body = json!({ "type": "object", "properties": {
        "total": { "type": "integer" }, "page": { "type": "integer" }, "limit": { "type": "integer" }, "items": { "type": "array", "items": items } } });
    json!({
        "operationId": list.name,
        "summary": house.texts.get(Lang::En, list.name),
        "security": [{ "token": [] }, {}],
        "parameters": parameters,
        "responses": { "200": { "description": "one page of the list", "content": { "application/json": { "schema": body } } }, "401": failure("the token is not good"), "404": failure("not there, or not for you") },
    })
}

fn describe_act(house: &House, act: &ActEntry) -> Value {
    let properties: Map<String, Value> = act.fields.iter().map(|field| (field.name.into(), schema(field))).collect();
    let required: Vec<_> = act.fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    let body =
        json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false });
    let has_files = act.fields.iter().any(|field| field.kind == Kind::File);
    let media = if has_files { "multipart/form-data" } else { "application/json" };
    json!({
        "operationId": act.name,
        "summary": house.texts.get(Lang::En, &format!("{}.submit", act.name)),
        "security": [{ "token": [] }, {}],
        "parameters": [
            { "name": "Idempotency-Key", "in": "header", "schema": { "type": "string", "maxLength": 200 }, "description": "the same key acts once; kept for 48 hours" },
            { "name": "dry_run", "in": "query", "schema": { "type": "string", "enum": ["1"] }, "description": "say what it would come to, and store nothing" },
        ],
        "requestBody": { "required": !required.is_empty(), "content": { media: { "schema": body } } },
        "responses": {
            "200": { "description": "done", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Done" } } } },
            "400": failure("the body is not what it says it is"),
            "401": failure("the token is not good"),
            "404": failure("not there, or not for you"),
            "409": failure("refused, with the reason"),
            "413": failure("the body is too large"),
            "422": failure("a field is wrong"),
            "429": failure("too many in too short a time"),
        },
    })
}

fn failure(description: &str) -> Value {
    json!({ "description": description, "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } } })
}

fn column_schema(kind: &str) -> Value {
    match kind {
        "integer" => json!({ "type": ["integer", "null"] }),
        "date" => json!({ "type": ["string", "null"], "format": "date" }),
        _ => json!({ "type": ["string", "null"] }),
    }
}

fn schema(field: &Field) -> Value {
    match field.kind {
        Kind::Count | Kind::Amount => json!({ "type": "integer", "minimum": field.min, "maximum": field.max }),
        Kind::Day => json!({ "type": "string", "format": "date" }),
        Kind::Moment => {
            json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}$", "description": "the wall clock in China" })
        }
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Choice { codes, .. } => json!({ "type": "string", "enum": codes }),
        Kind::File => json!({ "type": "string", "format": "binary" }),
        Kind::Email => json!({ "type": "string", "format": "email", "maxLength": field.max }),
        Kind::Pick => json!({ "type": ["string", "array"], "items": { "type": "string" }, "description": "an id" }),
        Kind::Place => {
            json!({ "type": "string", "pattern": "^[0-9]{2,12}$", "description": "a place code of GB/T 2260, lengthened to villages" })
        }
        _ => json!({ "type": "string", "minLength": field.min, "maxLength": field.max }),
    }
}

fn schemas() -> Value {
    json!({
        "Done": { "type": "object", "properties": {
            "id": { "type": ["string", "null"] }, "href": { "type": "string" }, "secret": { "type": ["string", "null"] }, "dry_run": { "type": "boolean" } } },
        "Error": { "type": "object", "properties": { "error": { "type": "object", "properties": {
            "code": { "type": "string" }, "message": { "type": "string" }, "request": { "type": "string" },
            "fields": { "type": "object", "additionalProperties": { "type": "object", "properties": { "code": { "type": "string" }, "message": { "type": "string" } } } } } } } },
    })
}
