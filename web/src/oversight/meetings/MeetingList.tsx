import { Select } from 'antd';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { dateTime, number, percent } from '../../core/format';
import { Pager, usePaging } from '../../desk/paging';
import { Nothing, States } from '../../desk/States';
import { Tag, type Tone } from '../../desk/Tag';
import { KINDS } from './kinds';
import { BranchMeetingsDocument, RecordWhereDocument, type BranchMeetingsQuery } from './meetings.gen';

type Meeting = BranchMeetingsQuery['partyMeetings']['edges'][number]['node'];

const wanted = { org: parseAsString, kind: parseAsStringLiteral(KINDS) };
// The rules of organisational life ask for a full majority at least; four fifths are taken as good.
const GOOD = 0.8;
const ENOUGH = 0.5;

/** Three meetings and one lesson, the latest first, with who came and what came of it. */
export default function MeetingList() {
  const { t } = useTranslation('meetings');
  const paging = usePaging();
  const [filter, setFilter] = useQueryStates(wanted);
  const where = useData(RecordWhereDocument, {});
  const reading = useData(BranchMeetingsDocument, { filter: { organisationId: filter.org, kind: filter.kind }, ...paging.variables });
  const choose = (next: Partial<typeof filter>): void => {
    paging.first();
    void setFilter(next);
  };
  const organisations = where.kind === 'data' ? where.data.oversight.organisations.edges.map(({ node }) => ({ value: node.id, label: node.name })) : [];
  return (
    <>
      <div className="acts" style={{ marginBottom: 16 }}>
        <Select allowClear aria-label={t('organisation')} placeholder={t('allOrganisations')} style={{ minWidth: 220 }} value={where.kind === 'data' ? filter.org : null} options={organisations} onChange={(org) => choose({ org: org ?? null })} />
        <Select allowClear aria-label={t('kind')} placeholder={t('allKinds')} style={{ minWidth: 160 }} value={filter.kind} options={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))} onChange={(kind) => choose({ kind: kind ?? null })} />
      </div>
      <States of={reading} isEmpty={(data) => data.partyMeetings.totalCount === 0} empty={<section className="card"><Nothing title={t('none')} hint={t('noneHint')} /></section>}>
        {(data) => (
          <>
            <div className="stack">{data.partyMeetings.edges.map(({ node }) => <Card key={node.id} of={node} />)}</div>
            <Pager paging={paging} found={data.partyMeetings} />
          </>
        )}
      </States>
    </>
  );
}

function Card({ of }: { of: Meeting }) {
  const { t } = useTranslation('meetings');
  const share = of.expected > 0 ? of.attended / of.expected : 1;
  const tone: Tone = share >= GOOD ? 'good' : share > ENOUGH ? 'warn' : 'bad';
  return (
    <article className="card" aria-label={of.topic}>
      <div className="card-head">
        <h2 className="grow" style={{ overflowWrap: 'anywhere' }}>{of.topic}</h2>
        <Tag tone="accent">{t(`kinds.${of.kind}`)}</Tag>
        <Tag tone={tone}>{t('came', { attended: number(of.attended), expected: number(of.expected), share: percent(share, 0) })}</Tag>
      </div>
      <p className="muted">{[dateTime(of.heldAt), of.place, of.organisation?.name, t('hostIs', { host: of.host })].filter(Boolean).join(' · ')}</p>
      <p style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', margin: 0 }}>{of.result}</p>
    </article>
  );
}
