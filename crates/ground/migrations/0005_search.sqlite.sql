-- Full text: words are cut by the program and indexed by FTS5, in the same transaction as the rows.

create table search_document (
    id integer primary key,
    kind text not null,
    noun text not null,
    title text not null,
    extract text not null,
    href text not null,
    seen_by text not null,
    unique (kind, noun)
);
create index search_document_by_noun on search_document (noun);

create virtual table search_text using fts5 (words, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2");
