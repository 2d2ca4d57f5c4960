import { Button, Segmented } from 'antd';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { dateTime } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { Page } from '../../desk/Page';
import { Pager, usePaging } from '../../desk/paging';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { HelpRequestsDocument, type HelpRequestsQuery } from './casework.gen';
import { HELP_STATES, HELP_TONES } from './tones';
import './casework.css';

const AnswerModal = dialog(() => import('./AnswerModal'));
const OpenCaseModal = dialog(() => import('./OpenCaseModal'));
export type Asked = HelpRequestsQuery['helpRequests']['edges'][number]['node'];

/** What residents asked the station for: each is taken on by opening a case for it, or answered. */
export default function Help() {
  const { t } = useTranslation('casework');
  const may = useMay();
  const paging = usePaging();
  const [taking, setTaking] = useState<Asked | null>(null);
  const [answering, setAnswering] = useState<Asked | null>(null);
  const [state, setState] = useQueryState('state', parseAsStringLiteral(HELP_STATES).withDefault('ASKED').withOptions({ history: 'push' }));
  const reading = useData(HelpRequestsDocument, { ...paging.variables, state });
  return (
    <Page title={t('help.title')} lead={t('help.lead')}>
      <section className="card flush" aria-label={t('help.title')}>
        <div className="filters">
          <Segmented value={state} onChange={(value) => { paging.first(); void setState(value); }} options={HELP_STATES.map((value) => ({ value, label: t(`help.states.${value}`) }))} />
        </div>
        <States of={reading} isEmpty={(data) => data.helpRequests.edges.length === 0} empty={<Nothing title={t(state === 'ASKED' ? 'help.none' : 'help.noneSuch')} hint={null} />}>
          {(data) => (
            <>
              <ul className="plain-list">
                {data.helpRequests.edges.map(({ node }) => (
                  <li key={node.id} className="asked">
                    <div className="note-head">
                      <b>{node.resident?.name ?? t('erased')}</b>
                      {node.isUrgent && <Tag tone="bad">{t('help.urgent')}</Tag>}
                      <Tag tone={HELP_TONES[node.state] ?? 'plain'}>{t(`help.states.${node.state}`)}</Tag>
                      <span className="grow" />
                      <span className="muted num">{dateTime(node.askedAt)}</span>
                    </div>
                    <p>{node.text ?? <span className="muted">{t('help.gone')}</span>}</p>
                    {node.answer && <p className="muted">{t('help.answerWas', { text: node.answer })}</p>}
                    <div className="note-head">
                      <span className="muted">{[node.station?.name, node.worker && t('help.chosen', { name: node.worker.name }), node.resident?.phoneMasked].filter(Boolean).join(' · ')}</span>
                      <span className="grow" />
                      {may('casework:supervise') && <Link to={`/help-requests/${encodeURIComponent(node.id)}/reads`}>{t('help.reads')}</Link>}
                      {node.case && <Link to={`/cases/${encodeURIComponent(node.case.id)}`}>{t('help.toCase', { code: node.case.code })}</Link>}
                      {node.state === 'ASKED' && <Button onClick={() => setAnswering(node)}>{t('help.answer')}</Button>}
                      {node.state === 'ASKED' && node.resident && <Button type="primary" onClick={() => setTaking(node)}>{t('help.take')}</Button>}
                    </div>
                  </li>
                ))}
              </ul>
              <Pager paging={paging} found={data.helpRequests} />
            </>
          )}
        </States>
      </section>
      <OpenCaseModal open={taking !== null} answering={taking} onClose={() => setTaking(null)} onDone={reading.again} />
      <AnswerModal of={answering} onClose={() => setAnswering(null)} onDone={reading.again} />
    </Page>
  );
}
