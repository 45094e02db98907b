-- The sign-in log: who came in, went out or was turned away, when and from where. Only added to, and forgotten when
-- the half year that audits ask for is over.

create table sign_log (
    id text primary key,
    account text,
    person text,
    outcome text not null,
    origin text not null,
    at bigint not null
);
create index sign_log_by_account on sign_log (account, id);
create index sign_log_by_age on sign_log (at);

insert into sign_log (id, account, person, outcome, origin, at)
    select s.id, s.account, a.person, case when s.is_right = 1 then 'in' else 'wrong' end, s.origin, s.at
    from sign_in s join account a on a.id = s.account;

drop table sign_in;
