/** Puts the encodings first in which words look like words. It is a guess for a person who then chooses. */

/** The fewer, the more it looks like a word: no signs inside it, one script, no capital after a small letter. */
function oddness(word: string): number {
  const inside = /(?<=\p{L})[^\p{L}\p{M}\p{N}'’\-.]+(?=\p{L})/gu;
  const signs = (word.match(inside) ?? []).length + (word.match(/[\p{S}\p{C}\uFFFD]/gu) ?? []).length;
  const capitals = (word.match(/\p{Ll}\p{Lu}/gu) ?? []).length;
  const shouted = (word.match(/[^\p{ASCII}]/gu) ?? []).filter((letter) => /\p{Lu}/u.test(letter)).length;
  const scripts = [
    /\p{Script=Latin}/u,
    /\p{Script=Cyrillic}/u,
    /\p{Script=Greek}/u,
    /\p{Script=Arabic}/u,
    /\p{Script=Hebrew}/u,
  ];
  const mixed = Math.max(0, scripts.filter((script) => script.test(word)).length - 1);
  return signs * 3 + capitals * 3 + shouted + mixed * 4;
}

export const likelyFirst = <Choice extends { words: readonly string[] }>(
  choices: readonly Choice[],
): Choice[] =>
  choices
    .map((choice) => ({ choice, odd: choice.words.reduce((sum, word) => sum + oddness(word), 0) }))
    .sort((a, b) => a.odd - b.odd)
    .map(({ choice }) => choice);
