/**
 * The life of a form, the same for all of them: its content, its issues, the saving, and the draft that this device keeps of it
 * until it is saved or given up.
 */
import { onDestroy, tick, untrack } from 'svelte';
import { on } from 'svelte/events';
import type { Change } from '#shared/change/change';
import type { Command } from '#shared/commands/command';
import type { Issue, Result } from '#shared/result';
import type { PreparedFile } from '../../replica/files/keep-file';
import { useReplica } from '../../replica/replica-context';
import { useWords } from '../../words/words.svelte';
import { DraftKeeper } from './draft-keeper';
import { fitDraft } from './draft-shape';
import { useEditingForms, type EditedForm } from '../editing';
import { FilesComing } from './files-coming.svelte';
import { commitAndEnd } from './form-commit';
import { valueOfField } from './form-field';
import { formAddress } from './form-address';
import type { FormName } from './form-name';
import { fieldError, focusFirstError } from '../issues';
import { useNavigation } from '../navigation';
import { useSigning } from '../signing.svelte';

interface FormOf<Draft extends object, Value> {
  /** Names the draft. Without a name nothing is kept: for passwords. */
  name?: FormName;
  /** the id of the record that it is about */
  record?: string;
  /** people's name for that record */
  about?: (draft: Draft) => string;
  /** the page that shows the form; without it the one that is shown now */
  address?: () => string;
  /** the first content of the form */
  blank: () => Draft;
  /** true if a person has typed anything; without it: true if the form differs from the blank one */
  isTouched?: (draft: Draft, blank: Draft) => boolean;
  /** False: the form holds little text, and nobody is asked before leaving it. */
  asks?: boolean;
  /** A kept draft as the form is opened now. */
  restored?: (kept: Draft) => Draft;
  /** without the parts that no device should keep, such as a password */
  withoutSecrets?: (draft: Draft) => Draft;
  /** it stands in a dialog of the page, which its address opens again */
  inDialog?: boolean;
  save: (draft: Draft, commit: Commit) => Promise<Result<Value>>;
  onsaved: (value: Value) => unknown;
}

/** Writes the records and ends the draft in one transaction, so that no restart offers a saved draft. */
export type Commit = <Input>(command: Command<Input>, input: Input) => Promise<Result<Change[]>>;

export class FormState<Draft extends object, Value = unknown> implements EditedForm {
  draft: Draft;
  /** photos that will go with it, and those that are being made ready */
  files: PreparedFile[] = $state.raw([]);
  readonly coming = new FilesComing();
  /** the form on the screen, for the focus */
  element: HTMLFormElement | undefined = $state();
  /** when the draft that stands in it was begun, if it was begun before this form was opened (milliseconds) */
  begunAt: number | undefined = $state();
  #work: 'opening' | 'open' | 'saving' | 'saved' = $state('opening');
  #wrong: { issue: Issue; value: string }[] = $state.raw([]);
  #settled = $state(true);
  #begun = 0;
  #blank: Draft;
  readonly #of: FormOf<Draft, Value>;
  readonly #replica = useReplica();
  readonly #words = useWords();
  readonly #keeper: DraftKeeper | undefined;
  readonly #address: string;

  /** The present issues; an issue of a field leaves when the field is changed. */
  readonly issues: readonly Issue[] = $derived.by(() =>
    this.#wrong
      .filter(({ issue, value }) => value === valueOfField(this.draft, issue.field))
      .map(({ issue }) => issue),
  );
  readonly touched: boolean = $derived.by(() =>
    this.#of.isTouched
      ? this.#of.isTouched(this.draft, this.#blank)
      : JSON.stringify(this.draft) !== JSON.stringify(this.#blank),
  );

  /** To be called while a component is set up. */
  constructor(of: FormOf<Draft, Value>) {
    this.#of = of;
    this.#blank = $state.raw(untrack(() => of.blank()));
    this.draft = $state(structuredClone(this.#blank));
    this.#address = untrack(
      () => of.address?.() ?? formAddress(useNavigation(), of.name, of.record, of.inDialog),
    );
    const { db } = this.#replica;
    if (of.name !== undefined) {
      const name = { form: of.name, record: of.record ?? '' };
      this.#keeper = new DraftKeeper(db, name, () => (this.#settled = this.#keeper?.settled ?? true));
      $effect(() => this.#follow());
      $effect(() => on(document, 'visibilitychange', () => void this.#keeper?.flush()));
      this.#followPerson();
    }
    onDestroy(useEditingForms().add(this));
    onDestroy(() => void this.#keeper?.flush());
    void this.#open();
  }

  /** True once the form can be shown: the text that was typed before is in it. */
  get ready(): boolean {
    return this.#work !== 'opening';
  }
  get saving(): boolean {
    return this.#work === 'saving';
  }
  get unsaved(): boolean {
    if (this.#work === 'saved' || this.#of.asks === false) return false;
    return this.touched || this.files.length > 0 || this.coming.count > 0;
  }
  get kept(): 'yes' | 'soon' | 'no' {
    if (!this.#keeper) return 'no';
    return this.#settled && this.coming.count === 0 ? 'yes' : 'soon';
  }

  /** The sentence for the issue of a field. */
  error = (field: string): string | undefined => fieldError(this.#words, this.issues, field);

  /** For the form's `onsubmit`. While it is being saved a second try does nothing. */
  submit = async (event?: SubmitEvent): Promise<void> => {
    event?.preventDefault();
    if (this.#work !== 'open') return;
    this.#work = 'saving';
    try {
      // The person knows of a photo that cannot be made ready, and decides whether to save without it.
      const result = (await this.coming.arrived())
        ? await this.#of.save(this.#typed(), this.#commit)
        : undefined;
      if (result?.ok) await this.#saved(result.value);
      else if (result) await this.refuse(result.issues);
    } finally {
      if (this.#work === 'saving') this.#work = 'open';
    }
  };

  /** Shows the issues, and brings the first field with one to the person. */
  async refuse(issues: readonly Issue[]): Promise<void> {
    this.#wrong = issues.map((issue) => ({ issue, value: valueOfField(this.draft, issue.field) }));
    await focusFirstError(this.element);
  }

  /** The form as it was at first, without its draft. */
  discard = async (): Promise<void> => {
    this.#reset();
    await this.#keeper?.end();
  };

  /** After it was saved: the same form for the next record. */
  async again(): Promise<void> {
    this.#reset();
    await tick();
    this.element?.querySelector('input')?.focus();
  }

  /** As plain values: the storage takes no others. */
  readonly #typed = (): Draft => $state.snapshot(this.draft) as Draft;

  readonly #commit: Commit = (command, input) =>
    commitAndEnd(
      this.#replica,
      command,
      input,
      this.#keeper && { form: this.#of.name ?? '', record: this.#of.record ?? '' },
    );

  async #saved(value: Value): Promise<void> {
    this.#work = 'saved';
    await this.#keeper?.end();
    await this.#of.onsaved(value);
  }

  #reset(): void {
    this.#blank = this.#of.blank();
    this.draft = structuredClone(this.#blank);
    this.files = [];
    this.#wrong = [];
    this.begunAt = undefined;
    this.#begun = 0;
    this.#work = 'open';
  }

  async #open(): Promise<void> {
    const kept = await this.#keeper?.read();
    if (kept) {
      const draft = fitDraft(this.#blank, kept.draft.typed);
      this.draft = this.#of.restored?.(draft) ?? draft;
      this.files = kept.files;
      this.begunAt = this.#begun = kept.draft.begunAt;
    }
    this.#work = 'open';
  }

  /** Keeps the text as it is typed. */
  #follow(): void {
    const { name = 'record', record = '', about, withoutSecrets } = this.#of;
    const typed: unknown = $state.snapshot(withoutSecrets?.(this.draft) ?? this.draft);
    const files = this.files;
    const holds = this.touched || files.length > 0;
    untrack(() => {
      if (this.#work !== 'open') return;
      if (!holds) return this.#keeper?.forget();
      if (this.#begun === 0) this.#begun = Date.now();
      const draft = {
        form: name,
        record,
        address: this.#address,
        about: about?.(this.draft) ?? '',
        begunAt: this.#begun,
      };
      this.#keeper?.keep({ ...draft, typed }, files);
    });
  }

  /** After an unlock by another person, the form holds that person's own draft, and not the text of the one before. */
  #followPerson(): void {
    const signing = useSigning();
    let lockedBy: string | undefined;
    $effect(() => {
      const [locked, who] = [signing.locked, signing.person?.userId];
      if (locked) {
        lockedBy ??= who ?? '';
        void this.#keeper?.flush();
      } else if (lockedBy !== undefined) {
        const another = lockedBy !== (who ?? '');
        lockedBy = undefined;
        if (another) untrack(() => void this.#openForAnother());
      }
    });
  }

  async #openForAnother(): Promise<void> {
    await this.#keeper?.flush();
    this.#work = 'opening';
    this.#reset();
    this.#work = 'opening';
    await this.#open();
  }
}
