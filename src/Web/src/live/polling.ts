/** Asks a question again and again. One that is under way is not asked twice: a slow server gets no queue of them. */
export class Polling {
  private isAsking = false;
  private isDue = false;

  /** The question. It never fails: it keeps its errors. */
  constructor(private readonly ask: () => Promise<void>) {}

  /** Asks now. While a question is under way, asks once more after it. */
  async now(): Promise<void> {
    if (this.isAsking) {
      this.isDue = true;
      return;
    }
    this.isAsking = true;
    do {
      this.isDue = false;
      await this.ask();
    } while (this.isDue);
    this.isAsking = false;
  }
}
