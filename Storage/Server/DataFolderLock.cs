using System.Globalization;

namespace CivicGrains.Storage.Server;

/// <summary>
/// Says that one host uses a data folder: a lock on its file <c>host.lock</c> that the system releases when the
/// process ends, however it ends.
/// </summary>
public sealed class DataFolderLock : IDisposable
{
    private readonly FileStream file;

    private DataFolderLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock; makes the folder when it is missing.</summary>
    /// <exception cref="PrivateServerException">Another host has it.</exception>
    public static DataFolderLock Take(string dataFolder)
    {
        // Beside the lock, for a locked file cannot be opened to read who has locked it.
        Directory.CreateDirectory(dataFolder);
        var holder = Path.Combine(dataFolder, "host.pid");
        try
        {
            var path = Path.Combine(dataFolder, "host.lock");
            var taken = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new DataFolderLock(taken);
        }
        catch (IOException e)
        {
            var process = File.Exists(holder) ? File.ReadAllText(holder) : "?";
            throw new PrivateServerException(
                $"The data folder {dataFolder} is in use by another host (process {process}). "
                    + "Stop that one first, or choose another folder with --data.",
                $"数据目录 {dataFolder} 正被另一个主机进程（{process}）使用。请先停止该进程，或用 --data 选择其他目录。",
                e
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
