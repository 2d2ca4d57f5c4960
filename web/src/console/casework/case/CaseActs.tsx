import { DownOutlined } from '@ant-design/icons';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../core/auth/useSession';
import { save } from '../../../core/data/files';
import { useAct } from '../../../core/data/useAct';
import { dialog } from '../../../desk/afresh';
import { ExportCaseDocument } from '../acts.gen';
import type { CaseWholeFragment } from './case.gen';
import type { CaseAct } from './ActOnCase';

const ActOnCase = dialog(() => import('./ActOnCase'));

/** What can be done with a case as it stands, beside its next step. */
export function CaseActs({ of, again }: { of: CaseWholeFragment; again: () => void }) {
  const { t } = useTranslation('casework');
  const may = useMay();
  const { message, modal } = App.useApp();
  const [acting, setActing] = useState<CaseAct | null>(null);
  const [exportCase] = useAct(ExportCaseDocument);
  const isOpen = of.status === 'OPEN';
  const hasCrisis = of.crises.some((one) => !one.endedAt);
  /** What decides on the course of the case is for who answers for it, or supervises. */
  const led = (...those: CaseAct[]): CaseAct[] => (of.isLed ? those : []);
  const acts: CaseAct[] = isOpen
    ? ['change', ...(of.phase === 'INTAKE' ? [] : led('return')), ...(may('casework:supervise') ? (['assign', 'unassign'] as const) : []), 'consent', 'withdraw', ...led('transfer', 'refer'), 'link', ...(of.phase === 'CLOSURE' ? [] : (['end'] as const)), ...led('close')]
    : ['withdraw'];
  const ask = (): void =>
    void modal.confirm({
      title: t('export.title', { code: of.code }),
      content: t('export.hint'),
      okText: t('export.do'),
      cancelText: t('shared:act.cancel'),
      onOk: async () => {
        const outcome = await exportCase({ input: { caseId: of.id } });
        if (!outcome.ok) return void message.error(outcome.problem.message);
        save(new Blob([outcome.made.text], { type: 'application/json' }), `${of.code}.json`);
        void message.success(t('export.done', { person: outcome.made.person }));
      },
    });
  return (
    <>
      <Dropdown trigger={['click']} menu={{ items: [...acts.map((one) => ({ key: one, label: t(`do.${one}`), danger: one === 'close', onClick: () => setActing(one) })), { type: 'divider' as const }, { key: 'export', label: t('export.do'), onClick: ask }] }}>
        <Button icon={<DownOutlined />} iconPlacement="end">{t('shared:act.more')}</Button>
      </Dropdown>
      {isOpen && !hasCrisis && <Button danger onClick={() => setActing('crisis')}>{t('do.crisis')}</Button>}
      {!isOpen && of.isLed && <Button type="primary" onClick={() => setActing('reopen')}>{t('do.reopen')}</Button>}
      <ActOnCase of={of} act={acting} onClose={() => setActing(null)} onDone={again} />
    </>
  );
}
