import { Button } from 'antd';
import { PlusOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useData } from '../../core/data/useData';
import { date, isoDay } from '../../core/format';
import { dialog } from '../../desk/afresh';
import { Page } from '../../desk/Page';
import { Nothing, States } from '../../desk/States';
import { Pager, usePaging } from '../../desk/paging';
import { EmployersDocument, type EmployersQuery } from './employers.gen';

const EndModal = dialog(() => import('./EndModal'));
const CreateModal = dialog(() => import('./CreateModal'));
const AllotModal = dialog(() => import('./AllotModal'));
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
