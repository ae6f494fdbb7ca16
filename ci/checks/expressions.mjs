// Evaluates ${{ }} as GitHub's runner does, with GitHub's own evaluator.
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

const CONTEXTS = ['github', 'inputs', 'matrix', 'needs', 'steps', 'job', 'runner', 'strategy', 'env'];

function functions(failed) {
  const status = { always: true, success: !failed, failure: failed, cancelled: false };
  return new Map(
    Object.entries(status).map(([name, value]) => [
      name,
      { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(value) },
    ]),
  );
}

function evaluate(expression, context, failed = false) {
  const known = functions(failed);
  const tree = new Parser(new Lexer(expression).lex().tokens, CONTEXTS, [...known.values()]).parse();
  const root = JSON.parse(JSON.stringify(context), data.reviver);
  return JSON.parse(JSON.stringify(new Evaluator(tree, root, known).evaluate(), data.replacer));
}

/** The value of a text that is one expression, or the text with its expressions replaced. */
export function filled(text, context) {
  if (typeof text !== 'string') {
    return text;
  }
  const whole = /^\$\{\{((?:(?!\}\}).)*)\}\}$/s.exec(text.trim());
  return whole
    ? evaluate(whole[1], context)
    : text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, expression) => String(evaluate(expression, context) ?? ''));
}

/** Whether a step with that condition runs; one without runs as long as none has failed. */
export function holds(condition, context, failed) {
  if (condition === undefined) {
    return !failed;
  }
  const expression = String(condition).replace(/^\$\{\{(.*)\}\}$/s, '$1');
  const met = Boolean(evaluate(expression, context, failed));
  return /\b(always|success|failure|cancelled)\(\)/.test(expression) ? met : met && !failed;
}
