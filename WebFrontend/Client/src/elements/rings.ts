/** What is to be heard: of each thing that is offered to somebody, which offering it is and from when on it may sound. */
export interface Ring {
  key: string;
  /** Town time in ms since 1970; 0 for at once. */
  from: number;
}

/** What a part of a page wants to be heard (`data-ring`, `data-ring-from`), shown yet or not. */
export function ringsIn(part: ParentNode): Ring[] {
  return [...part.querySelectorAll<HTMLElement>('[data-ring]')].map(({ dataset }) => ({
    key: dataset['ring']!,
    from: Number(dataset['ringFrom'] ?? 0),
  }));
}
