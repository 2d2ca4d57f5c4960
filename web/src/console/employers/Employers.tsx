import { App, Button, Form, Input } from 'antd';
import { PlusOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { date, isoDay } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { Pager, usePaging } from '../../desk/ConnectionTable';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { Page } from '../../desk/Page';
import { Nothing, States } from '../../desk/States';
import { useActForm } from '../../desk/useActForm';
import { AllotModal } from './AllotModal';
import { CreateEmployerDocument, EmployersDocument, EndAllotmentDocument, type CreateEmployerInput, type EmployersQuery } from './employers.gen';

type Employer = EmployersQuery['employers']['edges'][number]['node'];
type Allotment = Employer['allotments'][number];

export default function Employers() {
  const { t } = useTranslation('employers');
  const may = useMay();
  const paging = usePaging();
  const reading = useData(EmployersDocument, paging.variables);
  const [isCreating, setIsCreating] = useState(false);
  const [allotting, setAllotting] = useState<Employer | null>(null);
  const [ending, setEnding] = useState<{ employer: Employer; allotment: Allotment } | null>(null);
  const mayManage = may('housing:manage_employers');
  return (
    <Page title={t('title')} lead={t('lead')} acts={mayManage && <Button type="primary" icon={<PlusOutlined />} onClick={() => setIsCreating(true)}>{t('create')}</Button>}>
      <States of={reading} isEmpty={(data) => data.employers.edges.length === 0} empty={<section className="card"><Nothing title={t('empty')} hint={t('emptyHint')} /></section>}>
        {(data) => (
          <div className="stack">
            {data.employers.edges.map(({ node }) => (
              <section key={node.id} className="card">
                <div className="card-head">
                  <h2>{node.name}</h2>
                  <span className="muted num grow">{node.uscc}</span>
                  {mayManage && <Button onClick={() => setAllotting(node)}>{t('allot')}</Button>}
                </div>
                {node.allotments.length === 0 && <p className="muted">{t('none')}</p>}
                <ul className="plain-list rows">
                  {node.allotments.map((allotment) => (
                    <li key={allotment.id}>
                      <b>{allotment.community?.name}</b>
                      <span className="num">{t('beds', { count: allotment.beds.length })}</span>
                      <span className="muted num grow">{t('period', { from: date(allotment.startsOn), to: date(allotment.endsOn) })}</span>
                      {mayManage && allotment.endsOn > isoDay() && <Button size="small" type="text" danger onClick={() => setEnding({ employer: node, allotment })}>{t('end')}</Button>}
                    </li>
                  ))}
                </ul>
              </section>
            ))}
            <Pager paging={paging} found={data.employers} />
          </div>
        )}
      </States>
      <CreateModal open={isCreating} onClose={() => setIsCreating(false)} />
      <AllotModal employer={allotting} onClose={() => setAllotting(null)} />
      <EndModal of={ending} onClose={() => setEnding(null)} />
    </Page>
  );
}

function CreateModal({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('employers');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<CreateEmployerInput>();
  const { key, done } = useActKey();
  const [create, isBusy] = useAct(CreateEmployerDocument);
  return (
    <ActModal<CreateEmployerInput>
      open={open}
      title={t('create')}
      submit={t('create')}
      busy={isBusy}
      act={act}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => create({ input: { ...typed, idempotencyKey: key() } }),
          (made) => {
            done();
            void message.success(t('created', { name: made.name }));
            onClose();
          },
        )
      }
    >
      <Form.Item name="name" label={t('name')} rules={needed(t('name'))}><Input /></Form.Item>
      <Form.Item name="creditCode" label={t('code')} rules={needed(t('code'))}><Input maxLength={18} /></Form.Item>
    </ActModal>
  );
}

function EndModal({ of, onClose }: { of: { employer: Employer; allotment: Allotment } | null; onClose: () => void }) {
  const { t } = useTranslation('employers');
  const { message } = App.useApp();
  const act = useActForm<{ endsOn: string }>();
  const [end, isBusy] = useAct(EndAllotmentDocument);
  return (
    <ActModal
      open={of !== null}
      title={t('endOf', { name: of?.employer.name, community: of?.allotment.community?.name })}
      submit={t('end')}
      danger
      busy={isBusy}
      act={act}
      initial={{ endsOn: isoDay() }}
      onClose={onClose}
      onSubmit={({ endsOn }) =>
        void act.send(
          () => end({ input: { allotmentId: of?.allotment.id ?? '', endsOn } }),
          () => {
            void message.success(t('ended'));
            onClose();
          },
        )
      }
    >
      <Form.Item name="endsOn" label={t('endsOn')}><DayPicker min={isoDay()} /></Form.Item>
    </ActModal>
  );
}
