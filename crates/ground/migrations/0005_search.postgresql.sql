-- Full text: words are cut by the program and indexed by tsvector, in the same transaction as the rows.

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

create table search_text (
    rowid integer primary key,
    words tsvector not null
);
create index search_text_words on search_text using gin (words);
