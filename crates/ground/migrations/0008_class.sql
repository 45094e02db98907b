-- 类别: which of its kind's classes a fact belongs to (a lecture or an exhibition, for an activity held).

alter table fact add column class text;
