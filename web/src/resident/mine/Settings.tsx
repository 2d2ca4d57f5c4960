import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { SetLocaleDocument } from '../../core/auth/auth.gen';
import { useAct } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { speak, type Lang } from '../../core/i18n';
import { NotificationSettingsDocument, SetNotificationSettingsDocument, type NotificationSettingsQuery } from '../../core/inbox/inbox.gen';
import { Choice, Field } from '../parts/Field';
import { Page } from '../parts/Page';
import { States } from '../parts/States';
import { toast } from '../parts/Toasts';

const CHANNELS = ['SMS', 'WECHAT', 'EMAIL'] as const;

export default function Settings() {
  const { t, i18n } = useTranslation('mine');
  const reading = useData(NotificationSettingsDocument, {});
  const [setLocale] = useAct(SetLocaleDocument);
  async function talk(lang: Lang): Promise<void> {
    await speak(lang);
    await setLocale({ input: { locale: lang === 'en' ? 'EN' : 'ZH_CN' } });
  }
  return (
    <Page title={t('settings')} back="/mine">
      <section className="card">
        <Choice label={t('language')} value={i18n.language} onChange={(event) => void talk(event.target.value as Lang)}>
          <option value="zh-CN">{t('shared:lang.zh-CN')}</option>
          <option value="en">{t('shared:lang.en')}</option>
        </Choice>
      </section>
      <States of={reading}>{(data) => <Notices now={data.notificationSettings} />}</States>
    </Page>
  );
}

function Notices({ now }: { now: NotificationSettingsQuery['notificationSettings'] }) {
  const { t } = useTranslation('mine');
  const [channels, setChannels] = useState(now.channels);
  const [quiet, setQuiet] = useState({ from: now.quietFrom?.slice(0, 5) ?? '', until: now.quietUntil?.slice(0, 5) ?? '' });
  const [problem, setProblem] = useState<string | null>(null);
  const [save, isSaving] = useAct(SetNotificationSettingsDocument);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const outcome = await save({ input: { channels, quietFrom: quiet.from ? `${quiet.from}:00` : null, quietUntil: quiet.until ? `${quiet.until}:00` : null } });
    setProblem(outcome.ok ? null : outcome.problem.message);
    if (outcome.ok) toast(t('saved'));
  }
  return (
    <form className="card" onSubmit={(event) => void submit(event)}>
      <fieldset className="checks">
        <legend>{t('channels')}</legend>
        {CHANNELS.map((channel) => (
          <label key={channel}>
            <input type="checkbox" checked={channels.includes(channel)} onChange={(event) => setChannels(event.target.checked ? [...channels, channel] : channels.filter((one) => one !== channel))} />
            {t(`channel.${channel}`)}
          </label>
        ))}
      </fieldset>
      <h2>{t('quiet')}</h2>
      <p className="soft small">{t('quietHint')}</p>
      <div className="with-button">
        <Field label={t('from')} type="time" value={quiet.from} onChange={(event) => setQuiet({ ...quiet, from: event.target.value })} />
        <Field label={t('until')} type="time" value={quiet.until} onChange={(event) => setQuiet({ ...quiet, until: event.target.value })} />
      </div>
      {problem && <p className="problem" role="alert">{problem}</p>}
      <button type="submit" className="button" disabled={isSaving} aria-busy={isSaving}>{t('save')}</button>
    </form>
  );
}
