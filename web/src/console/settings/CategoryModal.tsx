import { App, Checkbox, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { ActModal } from '../../desk/ActModal';
import { useActForm } from '../../desk/useActForm';
import { NamedFields, type Named } from './NamedFields';
import { AddCategoryDocument } from './settings.gen';
import { TERMS } from './terms';

interface Typed extends Named {
  standardDays: number;
  emergencyDays: number;
  paidDays: number;
  warrantyDays: number;
  isSensitive: boolean;
}

// The deadlines that the district knows, in days.
const DAYS = [1, 3, 5, 15];

export default function CategoryModal({ open, onClose, onDone }: { open: boolean; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('settings');
  const { message } = App.useApp();
  const key = useActKey();
  const act = useActForm<Typed>();
  const [add, isBusy] = useAct(AddCategoryDocument);
  return (
    <ActModal<Typed>
      open={open}
      title={t('categories.add')}
      submit={t('add')}
      busy={isBusy}
      width={560}
      act={act}
      initial={{ standardDays: 5, emergencyDays: 1, paidDays: 5, warrantyDays: 5, isSensitive: false }}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => add({ input: { ...typed, isSensitive: Boolean(typed.isSensitive), idempotencyKey: key() } }),
          () => {
            void message.success(t('saved'));
            onDone();
            onClose();
          },
        )
      }
    >
      <NamedFields />
      <div className="pair">{TERMS.slice(0, 2).map((term) => <Days key={term} term={term} />)}</div>
      <div className="pair">{TERMS.slice(2).map((term) => <Days key={term} term={term} />)}</div>
      <Form.Item name="isSensitive" valuePropName="checked" extra={t('categories.sensitiveHint')}><Checkbox>{t('categories.isSensitive')}</Checkbox></Form.Item>
    </ActModal>
  );
}

function Days({ term }: { term: (typeof TERMS)[number] }) {
  const { t } = useTranslation('settings');
  return <Form.Item name={term} label={t(`categories.${term}`)}><Select options={DAYS.map((one) => ({ value: one, label: t('days', { count: one }) }))} /></Form.Item>;
}
