import { Button } from 'antd';
import { CheckCircleFilled, MinusCircleOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { date, number } from '../../core/format';
import type { ModelItem } from '../../core/schema.gen';
import { dialog } from '../../desk/afresh';
import { Page } from '../../desk/Page';
import { Pager, usePaging } from '../../desk/paging';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { BranchBuildingsDocument, type BranchBuildingsQuery } from './buildings.gen';
import './buildings.css';

const RecogniseModal = dialog(() => import('./RecogniseModal'));
const ITEMS: readonly ModelItem[] = ['ORGANISATION', 'VENUE', 'TEAM', 'RULES', 'ACTIVITIES', 'SERVICES', 'CONVENTION', 'RESULTS'];

export type Building = BranchBuildingsQuery['modelBuildings']['edges'][number]['node'];

/** Buildings on their way to recognition: which of the eight they have, and how well it is shown. */
export default function Buildings() {
  const { t } = useTranslation('buildings');
  const paging = usePaging();
  const reading = useData(BranchBuildingsDocument, paging.variables);
  const [open, setOpen] = useState<Building | null>(null);
  return (
    <Page title={t('title')} lead={t('lead')}>
      <States of={reading} isEmpty={(data) => data.modelBuildings.totalCount === 0} empty={<section className="card"><Nothing title={t('none')} hint={t('noneHint')} /></section>}>
        {(data) => (
          <>
            <div className="buildings">{data.modelBuildings.edges.map(({ node }) => <Card key={node.id} of={node} recognise={() => setOpen(node)} />)}</div>
            <Pager paging={paging} found={data.modelBuildings} />
          </>
        )}
      </States>
      {open && <RecogniseModal building={open} onClose={() => setOpen(null)} onDone={() => { setOpen(null); reading.again(); }} />}
    </Page>
  );
}

function Card({ of, recognise }: { of: Building; recognise: () => void }) {
  const { t } = useTranslation('buildings');
  const may = useMay();
  const met = of.items.filter((one) => one.isMet).length;
  const name = of.buildingName ?? t('unknown');
  return (
    <article className="card" aria-label={name}>
      <div className="card-head"><h2 className="grow">{name}</h2><Standing of={of} /></div>
      <p className="muted">{t('met', { count: met, of: ITEMS.length })}</p>
      <span className="bar" aria-hidden="true"><span style={{ width: `${(met / ITEMS.length) * 100}%` }} /></span>
      <ul className="eight">
        {ITEMS.map((item) => {
          const said = of.items.find((one) => one.item === item);
          return (
            <li key={item} className={said?.isMet ? 'met' : ''}>
              {said?.isMet ? <CheckCircleFilled aria-hidden="true" /> : <MinusCircleOutlined aria-hidden="true" />}
              <span className="grow">{t(`items.${item}`)}<span className="unseen">{t(said?.isMet ? 'isMet' : 'isOpen')}</span></span>
              {said && said.evidenceCount > 0 && <small className="num">{t('photos', { count: said.evidenceCount, replace: { count: number(said.evidenceCount) } })}</small>}
            </li>
          );
        })}
      </ul>
      {of.submittedAt && !of.recognition && may('party:keep_records') && <Button type="primary" onClick={recognise}>{t('recognise')}</Button>}
    </article>
  );
}

function Standing({ of }: { of: Building }) {
  const { t } = useTranslation('buildings');
  if (of.recognition) return <Tag tone="good">{t('recognised', { number: of.recognition.number, date: date(of.recognition.recognisedAt) })}</Tag>;
  return of.submittedAt ? <Tag tone="warn">{t('submitted', { date: date(of.submittedAt) })}</Tag> : <Tag>{t('building')}</Tag>;
}
