-- Registration: how people come into an activity, its quotas, and the parties that want to come.

create table activity_entry (
    activity text primary key,
    way text not null,
    opens_at bigint not null,
    closes_at bigint not null,
    cut_off bigint not null,
    largest integer not null,
    offer_minutes integer not null,
    asks_session integer not null,
    asks_group integer not null,
    roles text not null,
    seed_rule text not null,
    sheet text not null,
    seed text,
    drawn_at bigint
);

-- Entry numbers given so far: by themselves, so that a form that reads the settings does not meet a registration that takes a number.
create table activity_number (
    activity text primary key,
    given integer not null
);

create table activity_quota (
    id text primary key,
    activity text not null,
    kind text not null,
    of text not null,
    places integer not null,
    taken integer not null,
    check (taken >= 0 and taken <= places)
);
create unique index activity_quota_once on activity_quota (activity, kind, of);

create table activity_invite (
    activity text not null,
    phone text not null,
    note text not null,
    primary key (activity, phone)
);

create table registration (
    id text primary key,
    activity text not null,
    receipt text not null,
    number integer not null,
    turn integer not null,
    person text,
    name text not null,
    phone text,
    size integer not null,
    session text,
    audience text,
    role text,
    companions text not null,
    answers text not null,
    state text not null,
    until bigint,
    reason text,
    since bigint not null,
    roster text,
    won integer,
    check (size >= 1)
);
create unique index registration_by_receipt on registration (receipt);
create index registration_by_number on registration (activity, number);
create index registration_by_person on registration (person) where person is not null;
-- A person registers once.
create unique index registration_once on registration (activity, person)
    where state in ('requested', 'entered', 'waiting', 'offered', 'confirmed');
create index registration_line on registration (activity, turn) where state = 'waiting';
create index registration_offers on registration (activity, until) where state = 'offered';
create index registration_pending on registration (until) where state = 'pending';
create index registration_by_roster on registration (roster) where roster is not null;

create table registration_roster (
    id text primary key,
    activity text not null,
    name text not null,
    at bigint not null,
    state text not null,
    rows text not null
);
create index registration_roster_by_activity on registration_roster (activity, at);
