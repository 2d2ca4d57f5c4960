import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date } from '../../core/format';
import type { ModelItem } from '../../core/schema.gen';
import { dialog } from '../../desk/afresh';
import { Page } from '../../desk/Page';
import { Pager, usePaging } from '../../desk/paging';
import { Nothing, States } from '../../desk/States';
import { Tag } from '../../desk/Tag';
import { OwnModelBuildingsDocument, SubmitModelBuildingDocument, type ModelRowFragment } from './buildings.gen';

const OpenModal = dialog(() => import('./OpenModal'));
const ItemModal = dialog(() => import('./ItemModal'));
const ITEMS: readonly ModelItem[] = ['ORGANISATION', 'VENUE', 'TEAM', 'RULES', 'ACTIVITIES', 'SERVICES', 'CONVENTION', 'RESULTS'];
export interface Recording {
  building: ModelRowFragment;
  item: ModelItem;
}

/** Buildings that work towards recognition: what each of the eight has to show, and what the branch said. */
export default function Buildings() {
  const { t } = useTranslation('buildings');
  const may = useMay();
  const paging = usePaging();
  const reading = useData(OwnModelBuildingsDocument, paging.variables);
  const [isOpening, setIsOpening] = useState(false);
  const [recording, setRecording] = useState<Recording | null>(null);
  const mayKeep = may('party:keep_model_buildings');
  const open = mayKeep && <Button type="primary" onClick={() => setIsOpening(true)}>{t('open')}</Button>;
  return (
    <Page title={t('title')} lead={t('lead')} acts={open}>
      <States of={reading} rows={8} isEmpty={(data) => data.modelBuildings.edges.length === 0} empty={<section className="card"><Nothing title={t('none')} hint={t('noneHint')} /></section>}>
        {(data) => (
          <>
            <div className="stack">{data.modelBuildings.edges.map(({ node }) => <One key={node.id} of={node} mayKeep={mayKeep} onRecord={(item) => setRecording({ building: node, item })} />)}</div>
            <Pager paging={paging} found={data.modelBuildings} />
          </>
        )}
      </States>
      <OpenModal open={isOpening} onClose={() => setIsOpening(false)} onDone={reading.again} />
      <ItemModal of={recording} onClose={() => setRecording(null)} />
    </Page>
  );
}

function One({ of, mayKeep, onRecord }: { of: ModelRowFragment; mayKeep: boolean; onRecord: (item: ModelItem) => void }) {
  const { t } = useTranslation('buildings');
  const { message, modal } = App.useApp();
  const [submit] = useAct(SubmitModelBuildingDocument);
  const name = of.buildingName ?? t('unknown');
  const met = of.items.filter((one) => one.isMet).length;
  const mayChange = mayKeep && !of.submittedAt;
  const ask = (): void =>
    void modal.confirm({
      title: t('submitOf', { name }),
      content: t('submitHint'),
      okText: t('submit'),
      cancelText: t('shared:act.cancel'),
      onOk: async () => {
        const outcome = await submit({ input: { modelBuildingId: of.id } });
        void (outcome.ok ? message.success(t('submitted')) : message.error(outcome.problem.message));
      },
    });
  return (
    <section className="card" aria-label={name}>
      <div className="card-head">
        <h2>{name}</h2>
        <span className="grow muted num">{t('met', { count: met, of: ITEMS.length })}</span>
        <Tag tone={of.recognition ? 'good' : of.submittedAt ? 'warn' : 'plain'}>{of.recognition ? t('recognised', { number: of.recognition.number, date: date(of.recognition.recognisedAt) }) : of.submittedAt ? t('waits', { date: date(of.submittedAt) }) : t('underway')}</Tag>
        {mayChange && <Button size="small" type="primary" disabled={met < ITEMS.length} aria-label={t('submitOf', { name })} onClick={ask}>{t('submit')}</Button>}
      </div>
      <ul className="plain-list rows">
        {ITEMS.map((item) => {
          const said = of.items.find((one) => one.item === item);
          return (
            <li key={item}>
              <Tag tone={said?.isMet ? 'good' : 'plain'}>{t(said?.isMet ? 'isMet' : 'isOpen')}</Tag>
              <span className="who grow"><b>{t(`items.${item}`)}</b>{said && <small className="num">{[said.note, t('photos', { count: said.evidenceCount }), date(said.recordedAt)].filter(Boolean).join(' · ')}</small>}</span>
              {mayChange && <Button size="small" type="text" aria-label={t('recordOf', { name, item: t(`items.${item}`) })} onClick={() => onRecord(item)}>{t('record')}</Button>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
