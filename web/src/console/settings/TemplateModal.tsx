import type { Template } from './Templates';
import { App, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import type { IssueAct } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { useCategories } from '../issues/useCategories';
import { SetTemplateDocument } from './settings.gen';

interface Typed {
  act: IssueAct;
  locale: string;
  categoryId?: string;
  text: string;
}

const LOCALES = ['zh-CN', 'en'] as const;

// The steps at which staff say something to whoever reported.
const ACTS: readonly IssueAct[] = ['ACCEPTED', 'ASSIGNED', 'STARTED', 'PAUSED', 'RESUMED', 'EXTENSION_ASKED', 'ESCALATED', 'TAKEN_TO_COUNCIL', 'NOTED', 'RESOLVED', 'CLOSED'];

export default function TemplateModal({ of, onClose, onDone }: { of: Template | 'new' | null; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('settings');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const act = useActForm<Typed>();
  const { options } = useCategories();
  const [set, isBusy] = useAct(SetTemplateDocument);
  const known = of === 'new' ? null : of;
  return (
    <ActModal<Typed>
      key={known?.id ?? 'new'}
      open={of !== null}
      title={t(known ? 'templates.change' : 'templates.add')}
      submit={t('save')}
      busy={isBusy}
      act={act}
      initial={known ? { act: known.act, locale: known.locale, text: known.text, ...(known.category ? { categoryId: known.category.id } : {}) } : { locale: 'zh-CN' }}
      onClose={onClose}
      onSubmit={({ act: step, locale, categoryId, text }) =>
        void act.send(
          () => set({ input: { act: step, locale, text, categoryId: categoryId ?? null } }),
          () => {
            void message.success(t('saved'));
            onDone();
            onClose();
          },
        )
      }
    >
      <Form.Item name="act" label={t('templates.act')} rules={chosen(t('templates.act'))}><Select disabled={known !== null} options={ACTS.map((one) => ({ value: one, label: t(`issues:steps.${one}`) }))} /></Form.Item>
      <div className="pair">
        <Form.Item name="categoryId" label={t('rules.category')}><Select allowClear disabled={known !== null} {...(known ? {} : { placeholder: t('rules.any') })} options={options} /></Form.Item>
        <Form.Item name="locale" label={t('templates.locale')}><Select disabled={known !== null} options={LOCALES.map((one) => ({ value: one, label: t(`templates.locales.${one}`) }))} /></Form.Item>
      </div>
      <Form.Item name="text" label={t('templates.text')} rules={needed(t('templates.text'))}><Input.TextArea rows={4} maxLength={500} /></Form.Item>
    </ActModal>
  );
}
